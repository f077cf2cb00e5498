/*
 * What the charts of a page look like. Each kind has a function that makes an ECharts option of the data that Java wrote, a theme and the room that
 * there is. The functions are joined with sweep.js and report.js, within one scope.
 */
const THEMES = {
  light: {
    page: '#ffffff', text: '#1f2328', muted: '#57606a', line: '#d0d7de', faint: '#eaeef2',
    // Okabe and Ito's colours, which colour-blind readers can tell apart.
    colors: ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#4d4d4d'],
    diverging: ['#2166ac', '#67a9cf', '#d1e5f0', '#f7f7f7', '#fddbc7', '#ef8a62', '#b2182b'],
    sequential: ['#f7fbff', '#c6dbef', '#6baed6', '#2171b5', '#08306b'], onHigh: '#ffffff', onLow: '#1f2328',
    // Viridis without its ends, which would not be seen on the page.
    ramp: ['#46327e', '#365c8d', '#277f8e', '#1fa187', '#6ab83f']
  },
  dark: {
    page: '#0f1418', text: '#e6edf3', muted: '#9da7b1', line: '#3d444d', faint: '#20272e',
    colors: ['#4ba3e3', '#ff8142', '#2fc296', '#e09ac2', '#ffc14d', '#8fd0f7', '#c9ced4'],
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
const rgb = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
const mix = (a, b, share) => a.map((v, i) => Math.round(v + (b[i] - v) * share));

/* The colour at a place from 0 to 1 of a scale. */
function along(scale, place) {
  const at = Math.max(0, Math.min(1, place)) * (scale.length - 1);
  const i = Math.min(scale.length - 2, Math.floor(at));
  return mix(rgb(scale[i]), rgb(scale[i + 1]), at - i);
}

/* A picture of width x height pixels of the given colours ([r, g, b] or null), each as large as factor x factor. */
function picture(width, height, factor, colorAt) {
  const canvas = document.createElement('canvas');
  canvas.width = width * factor;
  canvas.height = height * factor;
  const context = canvas.getContext('2d');
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const color = colorAt(x, y);
      if (color) {
        context.fillStyle = 'rgb(' + color.join(',') + ')';
        context.fillRect(x * factor, y * factor, factor, factor);
      }
    }
  }
  return canvas;
}

// --- what all charts have --------------------------------------------------------------------------------------------

function base(data, t, box) {
  const name = (document.querySelector('h1').textContent + ' ' + data.title).replace(/\u1d40/g, 'T').replace(/\u03c6\u2032/g, 'phi')
    .replace(/[^\p{L}\p{N}.-]+/gu, '-');
  const features = {saveAsImage: {title: 'Save as image', name: name, backgroundColor: t.page, pixelRatio: 2}};
  if (data.kind === 'lines' && box.width >= NARROW) {
    features.dataZoom = {
      yAxisIndex: 'none', filterMode: 'none', title: {zoom: 'Zoom', back: 'Undo zoom'}, brushStyle: {color: t.colors[0], opacity: 0.2}
    };
  }
  return {
    animation: false,
    backgroundColor: t.page,
    textStyle: {color: t.text, fontFamily: getComputedStyle(document.body).fontFamily},
    title: [{
      text: data.title, left: 0, top: 0, padding: [5, 0],
      textStyle: {color: t.text, fontSize: 14, fontWeight: 600, width: box.width - 90, overflow: 'truncate'}
    }],
    toolbox: {
      show: !printing, feature: features, right: 4, top: -2, itemSize: 14, iconStyle: {borderColor: t.muted},
      emphasis: {iconStyle: {borderColor: t.text}}
    },
    tooltip: {confine: true, backgroundColor: t.page, borderColor: t.line, textStyle: {color: t.text, fontSize: 12}},
    aria: {enabled: true, label: {description: box.label}}
  };
}

function axis(t, name, more) {
  return Object.assign({
    name: name, nameLocation: 'middle', nameGap: 28, nameTextStyle: {color: t.muted, fontSize: 12},
    axisLine: {show: true, lineStyle: {color: t.line}}, axisTick: {lineStyle: {color: t.line}},
    axisLabel: {color: t.muted, fontSize: 11, hideOverlap: true}, splitLine: {lineStyle: {color: t.faint}}
  }, more);
}

function legend(t, names, more) {
  return Object.assign({
    data: names, type: 'scroll', top: 24, left: 0, right: 0, itemWidth: 18, itemHeight: 10, textStyle: {color: t.text, fontSize: 12},
    pageTextStyle: {color: t.muted}, pageIconColor: t.muted, pageIconInactiveColor: t.faint, inactiveColor: t.line
  }, more);
}

/* For n categories along so many pixels, which labels to leave out between two. */
const every = (n, pixels, each) => Math.max(0, Math.ceil(n * each / Math.max(1, pixels)) - 1);
const named = (name, unit) => unit ? name + ' (' + unit + ')' : name;

// --- the kinds of charts ---------------------------------------------------------------------------------------------

function lines(data, t, box) {
  const series = [];
  const dashes = ['solid', 'dashed', 'dotted'];
  data.groups.forEach((group, i) => {
    const k = group.color === undefined ? i : group.color;
    const shaded = group.shade !== undefined;
    const color = shaded ? 'rgb(' + along(t.ramp, group.shade).join(',') + ')' : t.colors[k % t.colors.length];
    const type = dashes[shaded ? group.dash : Math.floor(k / t.colors.length) % dashes.length];
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
        lineStyle: {width: 1, opacity: mean.length ? 0.35 : 0.6, type: type}, emphasis: {disabled: true}
      }, common));
    }
    if (mean.length) {
      series.push(Object.assign({
        type: 'line', z: 3, data: mean, showSymbol: mean.length < 2, symbolSize: 5, lineStyle: {width: 2.2, type: type}, emphasis: {disabled: true}
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
    axisLine: {onZero: false, lineStyle: {color: t.line}}, axisLabel: {color: t.muted, fontSize: 11, hideOverlap: true, formatter: short}
  });
  option.yAxis = axis(t, named(data.y.name, data.y.unit), {type: 'value', scale: true, nameGap: 46});
  if (data.y.min !== undefined) {
    option.yAxis.min = data.y.min;
  }
  if (data.y.max !== undefined) {
    option.yAxis.max = value => value.max > data.y.max ? data.y.max : null;
  }
  if (many) {
    option.legend = legend(t, data.groups.map(group => group.name), {icon: 'roundRect', itemWidth: 16, itemHeight: 4});
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
  option.toolbox.feature.myScale = {
    show: true, title: data.own ? 'One scale for both' : 'Each on its own scale',
    icon: 'path://M3,20V10M3,6V3M0,10h6M12,20V15M12,11V3M9,11h6M21,20V8M21,4V3M18,8h6',
    onclick: () => {
      data.own = !data.own;
      box.redraw();
    }
  };
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
  const ends = [Math.min(0, ...xs), Math.max(0, ...xs)];
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
    type: 'scatter', data: data.points, symbolSize: data.points.length > 500 ? 4 : 7, itemStyle: {color: t.colors[0], opacity: 0.6},
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
    return vote === '.' ? null : mix(page, rgb(t.colors[vote]), 0.12 + 0.5 * data.margin[k] / 9);
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
    itemStyle: {color: t.colors[c], borderColor: t.page, borderWidth: 0.5}, color: t.colors[c]
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
    const left = (c - data.count % c) % c;
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

/* Five colours and two shapes tell ten classes apart, also for colour-blind readers. */
function classes(data, t, box) {
  const option = base(data, t, box);
  option.grid = {left: 62, right: 18, top: 56, bottom: 46};
  option.xAxis = axis(t, data.x, {type: 'value', scale: true, axisTick: {show: false}});
  option.yAxis = axis(t, data.y, {type: 'value', scale: true, nameGap: 46, axisTick: {show: false}});
  option.legend = legend(t, data.names);
  option.tooltip.formatter = p => 'class <b>' + escaped(p.seriesName) + '</b><br>' + number(p.value[0]) + ', ' + number(p.value[1]);
  option.series = data.names.map((name, c) => ({
    type: 'scatter', name: name, data: data.points.filter(p => p[2] === c), symbol: c < 5 ? 'circle' : 'triangle', symbolSize: c < 5 ? 5 : 7,
    color: t.colors[c % 5], itemStyle: {color: t.colors[c % 5], opacity: 0.7}, emphasis: {disabled: true}
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

const KINDS = {classes: classes, pairs: pairs, lines: lines, matrices: matrices, scatter: scatter, regions: regions, features: features, confusion: confusion};
