/*
 * What the charts of a page look like. Each kind has a function that makes an ECharts option of the data that Java wrote, a theme and the room that
 * there is. The functions are joined with sweep.js, roofline.js and report.js, within one scope.
 */
const THEMES = {
  light: {
    page: '#ffffff', text: '#1f2328', muted: '#57606a', line: '#d0d7de', axis: '#858e98', faint: '#eaeef2',
    // The first four are Okabe and Ito's. All ten have a contrast of 3:1 to the page, and colour-blind readers can tell them apart.
    colors: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#443333', '#7788ee', '#335500', '#883377', '#776655', '#442288'],
    diverging: ['#2166ac', '#67a9cf', '#d1e5f0', '#f7f7f7', '#fddbc7', '#ef8a62', '#b2182b'],
    sequential: ['#f7fbff', '#c6dbef', '#6baed6', '#2171b5', '#08306b'], onHigh: '#ffffff', onLow: '#1f2328',
    // Viridis without what would not be seen on the page, and with a darker end.
    ramp: ['#46327e', '#365c8d', '#277f8e', '#1a9179', '#589c2e']
  },
  dark: {
    page: '#0f1418', text: '#e6edf3', muted: '#9da7b1', line: '#3d444d', axis: '#6e7681', faint: '#20272e',
    colors: ['#4ba3e3', '#ff8142', '#2fc296', '#e09ac2', '#ffc14d', '#bbddff', '#6655bb', '#bb5577', '#666600', '#88ffbb'],
    diverging: ['#8cc8ff', '#3d8fd9', '#1f4a75', '#161b20', '#6b3418', '#c9672f', '#ffb48a'],
    sequential: ['#161d24', '#1c4266', '#2f78b5', '#7dbdec', '#d8efff'], onHigh: '#0f1418', onLow: '#e6edf3',
    ramp: ['#7b6fd0', '#4a8fc0', '#2aaf9a', '#7ad151', '#fde725']
  }
};
const NARROW = 520;
/* Of more lines, the upper and lower ones. */
const MOST_IN_TOOLTIP = 12;
let theme = 'light';
let printing = false;

// --- numbers and colours ---------------------------------------------------------------------------------------------

const number = v => v === null || v === undefined || isNaN(v) ? '\u2013' : String(Number(Number(v).toPrecision(4)));
const withUnit = (v, unit) => number(v) + (unit ? (unit === '\u00b0' ? '' : '\u00a0') + unit : '');
/* Labels of steps and epochs: 200 k, 1.5 M. */
const short = v => Math.abs(v) >= 1e6 ? number(v / 1e6) + '\u00a0M' : Math.abs(v) >= 1e4 ? number(v / 1e3) + '\u00a0k' : String(v);
const escaped = text => String(text).replace(/[&<>"']/g, c => '&#' + c.charCodeAt(0) + ';');
const largest = values => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
const rgb = color => color[0] === '#' ? [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16)) : color.match(/\d+/g).map(Number);
const mix = (a, b, share) => a.map((v, i) => Math.round(v + (b[i] - v) * share));

/* The colour at a place from 0 to 1 of a scale. */
function along(scale, place) {
  const at = Math.max(0, Math.min(1, place)) * (scale.length - 1);
  const i = Math.min(scale.length - 2, Math.floor(at));
  return mix(rgb(scale[i]), rgb(scale[i + 1]), at - i);
}

/* The contrast of two colours as WCAG defines it, from 1 to 21. */
function contrast(a, b) {
  const [high, low] = [a, b].map(color => {
    const [red, green, blue] = rgb(color).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  }).sort((x, y) => y - x);
  return high / low;
}

/* The least opacity from a given one with which a colour still has a contrast of 3:1 to the page, as far as the colour itself has it. */
function opacityOf(color, t, least) {
  for (let opacity = least; opacity < 1; opacity += 0.05) {
    if (contrast('rgb(' + mix(rgb(t.page), rgb(color), opacity).join(',') + ')', t.page) >= 3) {
      return opacity;
    }
  }
  return 1;
}

/* Texts have the same widths in the lines that this makes of them. A word that is too long for a line is cut into pieces. */
function wrap(text, width, font) {
  const lines = [''];
  const fits = more => widthOf(lines[lines.length - 1] + more, font) <= width;
  String(text).split(' ').forEach((word, i) => {
    const space = i > 0 && lines[lines.length - 1] !== '' ? ' ' : '';
    if (fits(space + word)) {
      lines[lines.length - 1] += space + word;
    } else {
      if (lines[lines.length - 1] !== '') {
        lines.push('');
      }
      Array.from(word).forEach(letter => {
        if (lines[lines.length - 1] !== '' && !fits(letter)) {
          lines.push('');
        }
        lines[lines.length - 1] += letter;
      });
    }
  });
  return lines;
}

/* The width of a text in pixels; a font is as in CSS, without the family. */
let pen = null;
let family = 'sans-serif';
function widthOf(text, font) {
  pen = pen || document.createElement('canvas').getContext('2d');
  pen.font = font + ' ' + family;
  return pen.measureText(text).width;
}

/* A picture of width x height pixels of the given colours ([r, g, b] or null), each as large as factor x factor. */
function picture(width, height, factor, colorAt) {
  const canvas = document.createElement('canvas');
  canvas.width = width * factor;
  canvas.height = height * factor;
  const context = canvas.getContext('2d');
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let color = colorAt(x, y);
      if (color) {
        context.fillStyle = 'rgb(' + color.join(',') + ')';
        context.fillRect(x * factor, y * factor, factor, factor);
      }
    }
  }
  return canvas;
}

// --- what all charts have --------------------------------------------------------------------------------------------

const TITLE = '600 14px';
const LEGEND = '12px';
const LEGEND_GAP = 8;
const ICON = 24;

function base(data, t, box) {
  const zooms = data.kind === 'lines' && box.width >= NARROW;
  return {
    animation: false,
    backgroundColor: t.page,
    textStyle: {color: t.text, fontFamily: family},
    title: [{text: data.title, left: 0, top: 0, padding: [5, 0], textStyle: {color: t.text, fontSize: 14, fontWeight: 600, lineHeight: 18}}],
    toolbox: {
      show: zooms && !printing, right: 4, top: -2, padding: 5, itemSize: 14, iconStyle: {borderColor: t.muted},
      emphasis: {iconStyle: {borderColor: t.text}},
      feature: zooms ? {dataZoom: {
        yAxisIndex: 'none', filterMode: 'none', title: {zoom: 'Zoom', back: 'Undo zoom'}, brushStyle: {color: t.colors[0], opacity: 0.2}
      }} : {}
    },
    tooltip: {confine: true, backgroundColor: t.page, borderColor: t.line, textStyle: {color: t.text, fontSize: 12}},
    aria: {enabled: true, label: {description: box.label}}
  };
}

/*
 * The option of a chart, and the height that it needs: kinds of charts leave room for a title of one line and a legend of one row, and what a title
 * and a legend need beyond that moves all else down.
 */
function compose(data, t, box) {
  const needed = {width: box.width, height: box.height, label: box.label, resize: height => {
    needed.height = height;
  }};
  const option = KINDS[data.kind](data, t, needed);
  const title = wrap(data.title, box.width - (option.toolbox.show ? 60 : 4), TITLE);
  const down = 18 * (title.length - 1);
  option.title[0].text = title.join('\n');
  let more = down;
  if (option.legend) {
    const most = box.width - option.legend.itemWidth - 12;
    option.legend.formatter = name => wrap(name, most, LEGEND).join('\n');
    more += heightOf(option.legend, box.width, most);
    option.legend.top += down;
  }
  [].concat(option.grid || []).forEach(grid => {
    grid.top += more;
  });
  option.title.slice(1).concat(option.graphic || []).filter(part => part.top !== undefined).forEach(part => {
    part.top += more;
  });
  return {option: option, height: needed.height + more};
}

/* The height of the rows of a legend beyond the first line. */
function heightOf(legend, width, most) {
  let left = 0;
  let row = 1;
  let height = 0;
  legend.data.map(item => item.name || item).forEach(name => {
    const lines = wrap(name, most, LEGEND);
    const own = legend.itemWidth + 6 + lines.reduce((widest, line) => Math.max(widest, widthOf(line, LEGEND)), 0);
    if (left > 0 && left + own > width) {
      height += 14 * row + LEGEND_GAP;
      left = 0;
      row = 1;
    }
    left += own + LEGEND_GAP;
    row = Math.max(row, lines.length);
  });
  return height + 14 * (row - 1);
}

function axis(t, name, more) {
  return Object.assign({
    name: name, nameLocation: 'middle', nameGap: 28, nameTextStyle: {color: t.muted, fontSize: 12},
    axisLine: {show: true, lineStyle: {color: t.axis}}, axisTick: {lineStyle: {color: t.axis}},
    axisLabel: {color: t.muted, fontSize: 11, hideOverlap: true}, splitLine: {lineStyle: {color: t.faint}}
  }, more);
}

function legend(t, names, more) {
  return Object.assign({
    data: names, top: 24, left: 0, right: 0, padding: [5, 0], itemWidth: ICON - 6, itemHeight: 10, itemGap: LEGEND_GAP,
    textStyle: {color: t.text, fontSize: 12, lineHeight: 14}, inactiveColor: t.axis
  }, more);
}

const DASHES = ['solid', 'dashed', 'dotted'];
const STROKES = {
  none: '', solid: 'M0,4h24v2h-24z', dashed: 'M0,4h6v2h-6zM9,4h6v2h-6zM18,4h6v2h-6z',
  dotted: [0, 4.4, 8.8, 13.2, 17.6, 22].map(x => 'M' + x + ',4h2v2h-2z').join('')
};
const SIGNS = {
  circle: 'M8,5a4,4,0,1,1,8,0a4,4,0,1,1,-8,0z', rect: 'M8,1h8v8h-8z', triangle: 'M12,1L16,9L8,9z', diamond: 'M12,0L16,5L12,10L8,5z',
  pin: 'M12,10C9,6,8,5,8,3.6a4,4,0,0,1,8,0C16,5,15,6,12,10z', arrow: 'M12,1L16,9L12,7L8,9z',
  roundRect: 'M10,1h4a2,2,0,0,1,2,2v4a2,2,0,0,1,-2,2h-4a2,2,0,0,1,-2,-2v-4a2,2,0,0,1,2,-2z'
};
/* The entry of a line in a legend: its dashes and its symbol, if it has one. */
const swatch = (name, dash, symbol) => ({name: name, icon: 'path://' + STROKES[dash] + (symbol ? SIGNS[symbol] : '')});

/* For n categories along so many pixels, which labels to leave out between two. */
const every = (n, pixels, each) => Math.max(0, Math.ceil(n * each / Math.max(1, pixels)) - 1);
const named = (name, unit) => unit ? name + ' (' + unit + ')' : name;

// --- the kinds of charts ---------------------------------------------------------------------------------------------

function lines(data, t, box) {
  const series = [];
  const entries = [];
  data.groups.forEach((group, i) => {
    const k = group.color === undefined ? i : group.color;
    const shaded = group.shade !== undefined;
    const color = shaded ? 'rgb(' + along(t.ramp, group.shade).join(',') + ')' : t.colors[k % t.colors.length];
    const type = DASHES[shaded ? group.dash : Math.floor(k / t.colors.length) % DASHES.length];
    entries.push(swatch(group.name, type));
    const mean = group.mean || [];
    const band = mean.filter(p => p.length > 2);
    const common = {name: group.name, color: color};
    if (band.length > 1) {
      series.push(Object.assign({
        type: 'custom', silent: true, clip: true, progressive: 0, z: 1, tooltip: {show: false},
        encode: {x: 0, y: [1, 2]}, data: band.map(p => [p[0], p[1] - p[2], p[1] + p[2]]),
        renderItem: (params, api) => params.dataIndex > 0 ? null : {
          type: 'polygon', style: {fill: color, opacity: 0.17},
          shape: {points: band.map(p => api.coord([p[0], p[1] + p[2]])).concat(band.slice().reverse().map(p => api.coord([p[0], p[1] - p[2]])))}
        }
      }, common));
    }
    if (group.singles && group.singles.length) {
      // One series for all of them: where one line ends, a point without a value breaks it.
      const joined = group.singles.flatMap(line => line.concat([[line[line.length - 1][0], null]]));
      series.push(Object.assign({
        type: 'line', silent: true, showSymbol: false, z: 2, tooltip: {show: false}, data: joined,
        lineStyle: {width: mean.length ? 0.8 : 1, opacity: opacityOf(color, t, mean.length ? 0.35 : 0.6), type: type}, emphasis: {disabled: true}
      }, common));
    }
    if (mean.length) {
      series.push(Object.assign({
        type: 'line', z: 3, data: mean, showSymbol: mean.length < 2, symbol: 'circle', symbolSize: 6,
        lineStyle: {width: 2.4, type: type}, emphasis: {disabled: true}
      }, common));
    }
  });
  if (data.guide && series.length) {
    series[series.length - 1].markLine = {
      silent: true, symbol: 'none', data: [{yAxis: data.guide.y}], lineStyle: {color: t.muted, type: [4, 4], width: 1},
      label: {formatter: data.guide.label, position: 'insideEndTop', color: t.muted, fontSize: 11}
    };
  }
  const many = data.groups.length > 1;
  const tooltip = params => {
    let shown = params.filter(p => p.value && p.value[1] !== null);
    if (shown.length > MOST_IN_TOOLTIP) {
      shown = shown.sort((a, b) => b.value[1] - a.value[1]);
      shown = shown.slice(0, MOST_IN_TOOLTIP / 2).concat(shown.slice(-MOST_IN_TOOLTIP / 2));
    }
    return shown.length === 0 ? '' : escaped(data.x.name) + ' ' + number(shown[0].value[0]) + shown.map(p => '<br>' + p.marker
      + (many ? escaped(p.seriesName) + ': ' : '') + '<b>' + withUnit(p.value[1], p.value.length > 2 ? '' : data.y.unit) + '</b>'
      + (p.value.length > 2 ? ' \u00b1 ' + withUnit(p.value[2], data.y.unit) : '')).join('');
  };
  const option = base(data, t, box);
  option.tooltip = Object.assign(option.tooltip, {trigger: 'axis', formatter: tooltip, axisPointer: {lineStyle: {color: t.muted}}});
  option.grid = {left: 62, right: 18, top: many ? 58 : 38, bottom: 46};
  option.xAxis = axis(t, data.x.name, {
    type: 'value', min: value => Math.min(0, value.min), max: 'dataMax', minInterval: 1, splitLine: {show: false},
    axisLine: {onZero: false, lineStyle: {color: t.axis}}, axisLabel: {color: t.muted, fontSize: 11, hideOverlap: true, formatter: short}
  });
  option.yAxis = axis(t, named(data.y.name, data.y.unit), {type: 'value', scale: true, nameGap: 46});
  if (data.y.min !== undefined) {
    option.yAxis.min = data.y.min;
  }
  if (data.y.max !== undefined) {
    option.yAxis.max = value => value.max > data.y.max ? data.y.max : null;
  }
  if (many) {
    option.legend = legend(t, entries, {itemWidth: ICON});
  }
  option.series = series;
  return option;
}

function matrices(data, t, box) {
  const nx = data.xs.length;
  const ny = data.ys.length;
  const stacked = nx >= 2 * ny || box.width < NARROW;
  const top = 46;
  const scale = 58;
  const between = stacked ? 42 : 64;
  const width = stacked ? box.width - 70 : (box.width - 70 - between - 10) / 2;
  const height = stacked ? (box.height - top - scale - 34 - between) / 2 : box.height - top - scale - 34;
  const option = base(data, t, box);
  option.grid = [];
  option.xAxis = [];
  option.yAxis = [];
  option.series = [];
  data.maps.forEach((map, i) => {
    const left = 50 + (stacked ? 0 : i * (width + between));
    const up = top + (stacked ? i * (height + between) : 0);
    const last = !stacked || i === 1;
    option.title.push({text: map.name, left: left, top: up - 18, textStyle: {color: t.muted, fontSize: 12, fontWeight: 'normal'}});
    option.grid.push({left: left, top: up, width: width, height: height});
    option.xAxis.push(axis(t, last ? data.x : '', {
      type: 'category', gridIndex: i, data: data.xs, nameGap: 24, splitLine: {show: false}, axisTick: {show: false},
      axisLabel: {color: t.muted, fontSize: 11, interval: every(nx, width, 24)}
    }));
    option.yAxis.push(axis(t, data.y, {
      type: 'category', gridIndex: i, data: data.ys, inverse: true, splitLine: {show: false}, axisTick: {show: false},
      axisLabel: {color: t.muted, fontSize: 11, interval: every(ny, height, 16)}
    }));
    if (height < 90) {
      option.yAxis[i].name = data.y.replace('neuron of ', '');
    }
    option.series.push({
      type: 'heatmap', name: map.name, xAxisIndex: i, yAxisIndex: i, progressive: 0, emphasis: {disabled: true},
      data: map.values.map((v, k) => [k % nx, Math.floor(k / nx), data.own ? v / largest(map.values) : v, v])
    });
  });
  const bound = data.own ? 1 : data.bound;
  option.visualMap = {
    type: 'continuous', min: -bound, max: bound, dimension: 2, calculable: false, orient: 'horizontal', left: 'center', bottom: 0,
    itemHeight: 140, itemWidth: 12, text: data.own ? ['+ largest of each', '\u2212 largest of each'] : [number(bound), number(-bound)],
    textStyle: {color: t.muted, fontSize: 11}, inRange: {color: t.diverging}, hoverLink: false
  };
  option.tooltip.formatter = p => escaped(p.seriesName) + '<br>' + escaped(data.x) + ': ' + data.xs[p.value[0]] + '<br>' + escaped(data.y) + ': '
    + data.ys[p.value[1]] + '<br><b>' + number(p.value[3]) + '</b>';
  return option;
}

function scatter(data, t, box) {
  const option = base(data, t, box);
  const xs = data.points.map(p => p[0]);
  const ends = xs.reduce((known, x) => [Math.min(known[0], x), Math.max(known[1], x)], [0, 0]);
  if (data.angle !== undefined) {
    option.title[0].subtext = 'angle ' + data.angle.toFixed(1) + '\u00b0, slope ' + number(data.slope);
    option.title[0].subtextStyle = {color: t.muted, fontSize: 12};
    option.title[0].itemGap = 8;
  }
  option.grid = {left: 62, right: 18, top: 56, bottom: 46};
  option.xAxis = axis(t, data.x, {type: 'value', axisTick: {show: false}});
  option.yAxis = axis(t, data.y, {type: 'value', nameGap: 46, axisTick: {show: false}});
  option.tooltip.formatter = p => p.seriesType !== 'scatter' ? '' : escaped(data.x) + ': <b>' + number(p.value[0]) + '</b><br>' + escaped(data.y)
    + ': <b>' + number(p.value[1]) + '</b>';
  option.series = [{
    type: 'scatter', data: data.points, symbolSize: data.points.length > 500 ? 4 : 7,
    itemStyle: {color: t.colors[0], opacity: opacityOf(t.colors[0], t, 0.4)},
    emphasis: {disabled: true}
  }];
  if (data.slope !== undefined) {
    option.series.push({
      type: 'line', silent: true, showSymbol: false, clip: true, data: ends.map(x => [x, data.slope * x]), lineStyle: {color: t.colors[1], width: 2}
    });
  }
  return option;
}

function regions(data, t, box) {
  const option = base(data, t, box);
  const size = Math.min(box.width - 70, box.height - 58 - 44);
  const left = 50 + Math.max(0, (box.width - 70 - size) / 2);
  const page = rgb(t.page);
  const image = picture(data.side, data.side, 8, (x, y) => {
    const k = (data.side - 1 - y) * data.side + x;
    const vote = data.cells[k];
    return vote === '.' ? null : mix(page, rgb(t.colors[vote % t.colors.length]), 0.12 + 0.5 * data.margin[k] / 9);
  });
  const wrong = 'taken for another';
  option.grid = {left: left, top: 56, width: size, height: size};
  option.xAxis = axis(t, 'x', {type: 'value', min: 0, max: 1, splitLine: {show: false}, nameGap: 24});
  option.yAxis = axis(t, 'y', {type: 'value', min: 0, max: 1, splitLine: {show: false}, nameGap: 34});
  option.legend = legend(t, data.classes.concat(data.points.some(p => p[2] !== p[3]) ? [wrong] : []));
  option.tooltip.formatter = p => p.seriesType !== 'scatter' ? '' : 'x ' + number(p.value[0]) + ', y ' + number(p.value[1]) + '<br>'
    + escaped(data.classes[p.value[2]]) + (p.value[2] === p.value[3] ? '' : ', taken for ' + escaped(data.classes[p.value[3]]));
  option.series = [{
    type: 'custom', silent: true, data: [[0, 0]], z: 1, tooltip: {show: false},
    renderItem: (params, api) => {
      const a = api.coord([0, 1]);
      const b = api.coord([1, 0]);
      return {type: 'image', style: {image: image, x: a[0], y: a[1], width: b[0] - a[0], height: b[1] - a[1]}};
    }
  }];
  data.classes.forEach((name, c) => option.series.push({
    type: 'scatter', name: name, z: 2, data: data.points.filter(p => p[2] === c), symbolSize: 4.5, emphasis: {disabled: true},
    itemStyle: {color: t.colors[c % t.colors.length], borderColor: t.page, borderWidth: 0.5, opacity: 1}, color: t.colors[c % t.colors.length]
  }));
  option.series.push({
    type: 'scatter', name: wrong, z: 3, data: data.points.filter(p => p[2] !== p[3]), symbol: 'path://M0,0L10,10M10,0L0,10', symbolSize: 6,
    itemStyle: {color: 'transparent', borderColor: t.text, borderWidth: 1.3}, emphasis: {disabled: true}
  });
  return option;
}

function features(data, t, box) {
  const option = base(data, t, box);
  const bytes = atob(data.levels);
  const side = data.side;
  // The fewest columns that leave no hole in the last row, or the smallest, with images of a readable size.
  let columns = Math.min(data.count, Math.max(4, Math.floor(box.width / 54)));
  let holes = data.count;
  for (let c = Math.ceil(box.width / 80); c <= box.width / 32; c++) {
    // let, as the engine that draws figures without a browser gives a const in a loop a value only once.
    let left = (c - data.count % c) % c;
    if (left < holes && Math.ceil(data.count / c) * box.width / c <= 700) {
      holes = left;
      columns = c;
    }
  }
  const cell = Math.min(120, box.width / columns);
  const rows = Math.ceil(data.count / columns);
  const stride = side + 2;
  const image = picture(columns * stride - 2, rows * stride - 2, 2, (x, y) => {
    const k = Math.floor(y / stride) * columns + Math.floor(x / stride);
    if (k >= data.count || x % stride >= side || y % stride >= side) {
      return null;
    }
    const level = bytes.charCodeAt(k * side * side + y % stride * side + x % stride);
    return along(t.diverging, ((level > 127 ? level - 256 : level) / 127 + 1) / 2);
  });
  const width = cell * columns;
  box.resize(Math.ceil(cell * rows) + 32 + 38);
  const bar = picture(128, 1, 1, x => along(t.diverging, x / 127));
  const label = (text, left) => ({type: 'text', left: left, bottom: 8, style: {text: text, fill: t.muted, fontSize: 11}, silent: true});
  const middle = box.width / 2;
  option.tooltip.show = false;
  option.graphic = [
    {
      type: 'image', left: (box.width - width) / 2, top: 32, silent: true,
      style: {image: image, width: width, height: cell * (rows * stride - 2) / stride}
    },
    {type: 'image', left: middle - 70, bottom: 8, silent: true, style: {image: bar, width: 140, height: 12}},
    {type: 'text', right: middle + 78, bottom: 8, silent: true, style: {text: number(-data.bound), fill: t.muted, fontSize: 11}},
    label(number(data.bound), middle + 78)
  ];
  return option;
}

function confusion(data, t, box) {
  const option = base(data, t, box);
  const small = data.classes.length > 12 || box.width < NARROW && data.classes.length > 6;
  const cells = [];
  data.counts.forEach((row, i) => {
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((count, j) => {
      const share = sum === 0 ? 0 : count / sum;
      cells.push({value: [j, i, share, count], label: {color: share > 0.5 ? t.onHigh : t.onLow}});
    });
  });
  option.grid = {left: 62, right: 18, top: 34, bottom: 76};
  option.xAxis = axis(t, 'taken for', {type: 'category', data: data.classes, splitLine: {show: false}, axisTick: {show: false}, nameGap: 26});
  option.yAxis = axis(t, 'class', {
    type: 'category', data: data.classes, inverse: true, splitLine: {show: false}, axisTick: {show: false}, nameGap: 44
  });
  option.visualMap = {
    type: 'continuous', min: 0, max: 1, dimension: 2, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 140, itemWidth: 12,
    hoverLink: false, text: ['100\u00a0%', '0\u00a0%'], textStyle: {color: t.muted, fontSize: 11}, inRange: {color: t.sequential}
  };
  option.tooltip.formatter = p => 'class ' + escaped(data.classes[p.value[1]]) + ', taken for ' + escaped(data.classes[p.value[0]]) + '<br><b>'
    + p.value[3] + '</b> samples, ' + number(100 * p.value[2]) + '\u00a0%';
  option.series = [{
    type: 'heatmap', data: cells, emphasis: {disabled: true}, itemStyle: {borderColor: t.page, borderWidth: 1},
    label: {show: true, fontSize: small ? 9 : 12, formatter: p => p.value[3]}
  }];
  return option;
}

/* Ten colours and two shapes tell ten classes apart, also for colour-blind readers. */
function classes(data, t, box) {
  const option = base(data, t, box);
  option.grid = {left: 62, right: 18, top: 56, bottom: 46};
  option.xAxis = axis(t, data.x, {type: 'value', scale: true, axisTick: {show: false}});
  option.yAxis = axis(t, data.y, {type: 'value', scale: true, nameGap: 46, axisTick: {show: false}});
  option.legend = legend(t, data.names);
  option.tooltip.formatter = p => 'class <b>' + escaped(p.seriesName) + '</b><br>' + number(p.value[0]) + ', ' + number(p.value[1]);
  option.series = data.names.map((name, c) => ({
    type: 'scatter', name: name, data: data.points.filter(p => p[2] === c), symbol: c % 2 ? 'triangle' : 'circle', symbolSize: c % 2 ? 7 : 5,
    color: t.colors[c % t.colors.length], emphasis: {disabled: true},
    itemStyle: {color: t.colors[c % t.colors.length], opacity: opacityOf(t.colors[c % t.colors.length], t, 0.6)}
  }));
  return option;
}

/* Images above what was made of them. */
function pairs(data, t, box) {
  const option = base(data, t, box);
  const above = atob(data.above);
  const below = atob(data.below);
  const most = Math.max(1, Math.min(data.count, Math.floor(box.width / 44)));
  let columns = most;
  while (data.count % columns && columns > most / 2) {
    columns--;
  }
  columns = data.count % columns ? most : columns;
  const rows = Math.ceil(data.count / columns);
  const wide = data.width + 2;
  const high = 2 * data.height + 5;
  const pixels = [columns * wide - 2, rows * high - 4];
  const image = picture(pixels[0], pixels[1], 2, (x, y) => {
    const k = Math.floor(y / high) * columns + Math.floor(x / wide);
    const row = y % high;
    const made = row > data.height;
    if (k >= data.count || x % wide >= data.width || row === data.height || row > 2 * data.height) {
      return null;
    }
    const at = k * data.height * data.width + (made ? row - data.height - 1 : row) * data.width + x % wide;
    return along(t.sequential, (made ? below : above).charCodeAt(at) / 255);
  });
  const scale = Math.min(2.5, box.width / pixels[0]);
  box.resize(Math.ceil(pixels[1] * scale) + 40);
  option.tooltip.show = false;
  option.graphic = [{
    type: 'image', left: (box.width - pixels[0] * scale) / 2, top: 32, silent: true,
    style: {image: image, width: pixels[0] * scale, height: pixels[1] * scale}
  }];
  return option;
}

const KINDS = {
  classes: classes, pairs: pairs, lines: lines, matrices: matrices, scatter: scatter, regions: regions, features: features, confusion: confusion
};
