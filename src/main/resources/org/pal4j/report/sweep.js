/*
 * The charts of a sweep: a measure against what was varied, as lines, points or a map, of a cut that the reader chooses for all charts at once. And
 * the table that sorts. Joined with charts.js and report.js, within one scope.
 */
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow', 'roundRect'];
const MOST_BARS = 8;
/* The angle of names below a chart in degrees, and their greatest length in pixels. */
const SLANT = 40;
const MOST_SLANTED = 130;
/* What is chosen; nothing as long as no chart of a sweep was drawn. */
let view = null;

/* A chart whose axes are fixed has a view of its own. */
const ownView = data => ({across: data.across, colour: data.colour, map: data.map, at: data.at.slice()});
const viewOf = data => data.fixed ? ownView(data) : view || (view = ownView(data));
const placesOf = direction => {
  const order = direction.places.map((place, i) => i);
  return direction.numbers ? order.sort((a, b) => direction.numbers[a] - direction.numbers[b]) : order;
};

/* What an axis calls the places: numbers with four digits, if these tell them apart. */
function labelsOf(direction) {
  const rounded = direction.numbers ? direction.numbers.map(number) : [];
  return new Set(rounded).size === direction.places.length ? rounded : direction.places;
}

/* The point at a place in each direction; the last direction varies fastest. */
function pointAt(data, places) {
  return data.points[data.directions.reduce((index, direction, d) => index * direction.places.length + places[d], 0)];
}

function pointIn(data, chosen, across, colour) {
  const places = chosen.at.slice();
  places[chosen.across] = across;
  if (chosen.colour >= 0) {
    places[chosen.colour] = colour;
  }
  return pointAt(data, places);
}

/* A place with its key; the name of a variant needs none. */
const labelOf = (direction, i) => direction.bare ? direction.places[i] : direction.name + ' = ' + direction.places[i];

/* What is held, for a chart that was saved. */
const held = (data, chosen) => data.directions.map((d, i) => i === chosen.across || i === chosen.colour || d.places.length < 2 ? ''
  : labelOf(d, chosen.at[i])).filter(text => text).join(', ');

const runsOf = (data, p) => (p[2] > 0 ? '<br>' + p[2] + ' of ' + data.seeds + ' runs not finite' : '')
  + (p[3] > 0 ? '<br>' + p[3] + ' of ' + data.seeds + ' runs missing' : '');
const meanOf = (data, p) => '<b>' + withUnit(p[0], p[1] === null ? data.y.unit : '') + '</b>'
  + (p[1] === null ? '' : ' \u00b1 ' + withUnit(p[1], data.y.unit)) + runsOf(data, p);

function grid(data, t, box) {
  const chosen = viewOf(data);
  const option = base(data, t, box);
  const cut = held(data, chosen);
  const lines = cut ? wrap(cut, box.width - 20, '11px') : [];
  if (cut) {
    option.title[0].subtext = lines.join('\n');
    option.title[0].subtextStyle = {color: t.muted, fontSize: 11, lineHeight: 15};
    option.title[0].itemGap = 3;
  }
  const top = cut ? 3 + 15 * lines.length : 0;
  return chosen.map && chosen.colour >= 0 ? gridMap(data, t, box, option, chosen, top) : gridLines(data, t, box, option, chosen, top);
}

function gridMap(data, t, box, option, chosen, top) {
  const across = data.directions[chosen.across];
  const up = data.directions[chosen.colour];
  const xs = placesOf(across);
  const ys = placesOf(up);
  const cells = [];
  xs.forEach((x, i) => ys.forEach((y, j) => cells.push({at: [i, j], point: pointIn(data, chosen, x, y)})));
  const means = cells.map(cell => cell.point[0]).filter(mean => mean !== null);
  const low = means.reduce((least, mean) => Math.min(least, mean), Infinity);
  const high = means.reduce((most, mean) => Math.max(most, mean), -Infinity);
  const place = mean => high > low ? (mean - low) / (high - low) : 0.5;
  const namesX = labelsOf(across);
  const namesY = labelsOf(up);
  const labels = namesY.reduce((most, text) => Math.max(most, widthOf(text, '11px')), 0);
  option.grid = {left: Math.ceil(Math.min(box.width / 2, 40 + labels)), right: 18, top: 38 + top, bottom: 76};
  const width = (box.width - option.grid.left - option.grid.right) / xs.length;
  const height = (box.height - 116 - top) / ys.length;
  const fits = width >= 34 && height >= 14;
  const words = cell => (cell.point[0] !== null && fits ? number(Number(cell.point[0].toPrecision(3))) : '') + (cell.point[2] > 0 ? ' \u00d7' : '');
  const plain = {type: 'category', splitLine: {show: false}, axisTick: {show: false}};
  option.xAxis = axis(t, across.axis, Object.assign({data: xs.map(x => namesX[x]), nameGap: 26}, plain));
  option.yAxis = axis(t, up.axis, Object.assign({data: ys.map(y => namesY[y]), nameGap: option.grid.left - 18}, plain));
  option.yAxis.axisLabel = Object.assign({width: option.grid.left - 30, overflow: 'truncate'}, option.yAxis.axisLabel);
  option.visualMap = {
    type: 'continuous', show: means.length > 0, min: low, max: high > low ? high : low + 1, dimension: 2, orient: 'horizontal', left: 'center',
    bottom: 0, itemHeight: 140, itemWidth: 12, hoverLink: false, text: [withUnit(high, data.y.unit), withUnit(low, data.y.unit)],
    textStyle: {color: t.muted, fontSize: 11}, inRange: {color: t.sequential}
  };
  option.tooltip.formatter = p => {
    const cell = cells[p.dataIndex];
    return escaped(labelOf(across, xs[cell.at[0]])) + '<br>' + escaped(labelOf(up, ys[cell.at[1]])) + '<br>' + meanOf(data, cell.point);
  };
  option.series = [{
    type: 'heatmap', progressive: 0, emphasis: {disabled: true}, itemStyle: {borderColor: t.page, borderWidth: Math.min(width, height) < 12 ? 0 : 1},
    label: {show: true, fontSize: 11, formatter: p => words(cells[p.dataIndex])},
    data: cells.map(cell => cell.point[0] === null
      ? {value: cell.at.concat([low]), visualMap: false, itemStyle: {color: t.faint}, label: {color: t.text}}
      : {value: cell.at.concat([cell.point[0]]), label: {color: place(cell.point[0]) > 0.5 ? t.onHigh : t.onLow}})
  }];
  return option;
}

function gridLines(data, t, box, option, chosen, top) {
  const across = data.directions[chosen.across];
  const order = placesOf(across);
  const joined = across.scale !== 'names';
  const plain = across.scale === 'linear' || across.scale === 'log';
  const x = order.map((place, i) => !plain ? i : across.scale === 'log' ? Math.log10(across.numbers[place]) : across.numbers[place]);
  const colours = chosen.colour >= 0 ? placesOf(data.directions[chosen.colour]) : [0];
  const many = chosen.colour >= 0;
  const nameOf = place => labelOf(data.directions[chosen.colour], place);
  // Colours lie beside each other, so that bars do not lie on each other. Lines move with their bars.
  const room = box.width - 80;
  const bars = data.seeds > 1 && order.length <= MOST_BARS;
  const step = !many || joined && !bars ? 0 : Math.min(joined ? 9 : 14, room * 0.6 / order.length / colours.length);
  const range = (x[x.length - 1] - x[0]) || 1;
  const margin = range * (0.04 + step * (colours.length - 1) / 2 / room);
  const shiftOf = c => (c - (colours.length - 1) / 2) * step;
  option.series = [];
  colours.forEach((place, c) => lineOf(data, t, option.series, {
    name: many ? nameOf(place) : across.axis,
    color: t.colors[c % t.colors.length], symbol: SYMBOLS[c % SYMBOLS.length], type: DASHES[Math.floor(c / t.colors.length) % DASHES.length],
    shift: joined ? 0 : shiftOf(c), joined: joined, row: c % 4, x: joined ? x.map(v => v + shiftOf(c) * (range + 2 * margin) / room) : x,
    points: order.map(at => pointIn(data, chosen, at, place))
  }));
  if (data.guide) {
    const means = colours.flatMap(place => order.map((at, i) => [x[i], pointIn(data, chosen, at, place)[0]])).filter(mean => mean[1] !== null);
    option.series[option.series.length - 1].markLine = {
      silent: true, symbol: 'none', data: [{yAxis: data.guide.y}], lineStyle: {color: t.muted, type: [4, 4], width: 1},
      label: {formatter: data.guide.label, position: guideAt(x, means, data.guide.y), color: t.muted, fontSize: 11}
    };
  }
  option.grid = {left: 62, right: 18, top: (many ? 58 : 38) + top, bottom: 46};
  const labels = labelsOf(across);
  const names = order.map(place => labels[place]);
  const name = across.scale === 'log' ? across.axis + ' (logarithmic)' : across.axis;
  if (joined) {
    option.xAxis = axis(t, name, {
      type: 'value', min: x[0] - margin, max: x[x.length - 1] + margin, splitLine: {show: false}, axisTick: {show: false},
      axisLine: {onZero: false, lineStyle: {color: t.axis}}, axisLabel: {show: false}
    });
    option.series.push(ticks(t, x, names));
  } else {
    option.xAxis = axis(t, name, {
      type: 'category', data: names, splitLine: {show: false}, axisTick: {alignWithLabel: true, lineStyle: {color: t.axis}}
    });
    option.xAxis.axisLine.onZero = false;
    slanted(option, names, room, box);
  }
  option.yAxis = axis(t, named(data.y.name, data.y.unit), {
    type: 'value', scale: true, nameGap: 46, axisLine: {show: true, onZero: false, lineStyle: {color: t.axis}}
  });
  if (data.y.min !== undefined) {
    option.yAxis.min = data.y.min;
  }
  if (data.y.max !== undefined) {
    option.yAxis.max = value => value.max > data.y.max ? data.y.max : null;
  }
  if (many) {
    option.legend = legend(t, colours.map((place, c) => swatch(nameOf(place),
      joined ? DASHES[Math.floor(c / t.colors.length) % DASHES.length] : 'none', SYMBOLS[c % SYMBOLS.length])), {top: 24 + top, itemWidth: ICON});
  }
  option.tooltip.formatter = p => {
    const point = p.data && p.data.point;
    return point ? escaped(labelOf(across, order[p.data.index])) + (many ? '<br>' + escaped(p.seriesName) : '') + '<br>'
      + meanOf(data, point) : '';
  };
  return option;
}

/* Names that do not fit side by side below a chart stand aslant, so that none is left out; the chart becomes higher by as much. */
function slanted(option, names, room, box) {
  const longest = names.reduce((most, name) => Math.max(most, widthOf(name, '11px')), 0);
  if (longest + 8 > room / names.length) {
    const shown = Math.min(Math.ceil(longest) + 4, MOST_SLANTED);
    const more = Math.ceil(shown * Math.sin(SLANT * Math.PI / 180)) - 4;
    option.xAxis.axisLabel = Object.assign({}, option.xAxis.axisLabel, {
      rotate: SLANT, interval: 0, hideOverlap: false, width: shown, overflow: 'truncate'
    });
    option.xAxis.nameGap += more;
    option.grid.bottom += more;
    box.resize(box.height + more);
  }
}

/*
 * Which of the labels at these pixels are shown: so many that none lies on another. Of labels at equal distances each second, third and so on, as on any
 * axis; of others each that fits beside the last.
 */
function labelled(at, names) {
  const half = names.map(name => name.length * 3.2 + 3);
  const even = at.every((pixel, i) => i < 2 || Math.abs(pixel - 2 * at[i - 1] + at[i - 2]) < 1);
  if (!even) {
    let end = -Infinity;
    return at.map((pixel, i) => {
      const fits = pixel - half[i] > end;
      end = fits ? pixel + half[i] : end;
      return fits;
    });
  }
  const tight = every => at.some((pixel, i) => i >= every && i % every === 0 && pixel - half[i] <= at[i - every] + half[i - every]);
  let every = 1;
  while (every < at.length && tight(every)) {
    every++;
  }
  return at.map((pixel, i) => i % every === 0);
}

/* The values that were swept, as labels of an axis; those that would lie on others are left out. */
function ticks(t, x, names) {
  let shown = [];
  return {
    type: 'custom', silent: true, clip: false, progressive: 0, tooltip: {show: false}, data: x.map(v => [v, 0]), encode: {x: 0, y: -1},
    renderItem: (params, api) => {
      const room = params.coordSys;
      if (params.dataIndex === 0 || shown.length === 0) {
        shown = labelled(x.map(v => api.coord([v, 0])[0]), names);
      }
      const left = api.coord([x[params.dataIndex], 0])[0];
      const bottom = room.y + room.height;
      const tick = {type: 'line', shape: {x1: left, y1: bottom, x2: left, y2: bottom + 4}, style: {stroke: t.axis}};
      return {
        type: 'group', children: shown[params.dataIndex] ? [tick, {
          type: 'text', x: left, y: bottom + 8, style: {text: names[params.dataIndex], fill: t.muted, fontSize: 11, textAlign: 'center'}
        }] : [tick]
      };
    }
  };
}

/* Where a guide's label lies on the fewest points: at the end of the line, or where they are farther away from it. */
function guideAt(x, points, y) {
  const first = x[0];
  const range = (x[x.length - 1] - first) || 1;
  const away = point => Math.abs(point[1] - y);
  const far = points.reduce((most, point) => Math.max(most, away(point)), 0);
  const within = (point, from, to) => (point[0] - first) / range >= from && (point[0] - first) / range <= to;
  const clear = (from, to) => points.reduce((least, point) => within(point, from, to) ? Math.min(least, away(point)) : least, far);
  const places = [['insideEndTop', clear(0.75, 1)], ['insideStartTop', clear(0, 0.25)], ['insideMiddleTop', clear(0.35, 0.65)]];
  const best = places.reduce((most, place) => place[1] > most[1] ? place : most);
  return places[0][1] > 0.2 * far ? places[0][0] : best[0];
}

/* One colour: the means with a line, bands or bars, the single seeds, and crosses where runs were not finite. */
function lineOf(data, t, series, line) {
  const common = {name: line.name, color: line.color};
  const there = line.points.map((point, i) => i).filter(i => line.points[i][0] !== null);
  const spread = there.filter(i => line.points[i][1] !== null);
  const off = {silent: true, progressive: 0, tooltip: {show: false}, emphasis: {disabled: true}};
  const bars = !line.joined || line.points.length <= MOST_BARS;
  const spreads = spread.map(i => [line.x[i], line.points[i][0] - line.points[i][1], line.points[i][0] + line.points[i][1]]);
  if (spread.length && bars) {
    series.push(Object.assign({
      type: 'custom', clip: true, z: 2, encode: {x: 0, y: [1, 2]}, data: spreads,
      renderItem: (params, api) => {
        const low = api.coord([api.value(0), api.value(1)]);
        const high = api.coord([api.value(0), api.value(2)]);
        const bar = (x1, y1, x2, y2) => ({
          type: 'line', shape: {x1: x1 + line.shift, y1: y1, x2: x2 + line.shift, y2: y2}, style: {stroke: line.color, lineWidth: 1.4}
        });
        return {type: 'group', children: [
          bar(low[0], low[1], high[0], high[1]), bar(low[0] - 3, low[1], low[0] + 3, low[1]), bar(high[0] - 3, high[1], high[0] + 3, high[1])
        ]};
      }
    }, off, common));
  } else if (spread.length > 1) {
    // A point without a mean breaks the band, as it does the line.
    const pieces = [];
    spread.forEach((i, k) => k > 0 && i === spread[k - 1] + 1 ? pieces[pieces.length - 1].push(spreads[k]) : pieces.push([spreads[k]]));
    series.push(Object.assign({
      type: 'custom', clip: true, z: 1, encode: {x: 0, y: [1, 2]}, data: spreads,
      renderItem: (params, api) => params.dataIndex > 0 ? null : {
        type: 'group', children: pieces.map(piece => ({
          type: 'polygon', style: {fill: line.color, opacity: 0.17},
          shape: {points: piece.map(p => api.coord([p[0], p[2]])).concat(piece.slice().reverse().map(p => api.coord([p[0], p[1]])))}
        }))
      }
    }, off, common));
  }
  const singles = line.points.flatMap((point, i) => data.seeds > 1 ? (point[4] || []).map(value => [line.x[i], value]) : []);
  if (singles.length) {
    series.push(Object.assign({
      type: 'scatter', z: 2, data: singles, symbol: 'circle', symbolSize: 4, symbolOffset: [line.shift, 0],
      itemStyle: {opacity: opacityOf(line.color, t, 0.4)}
    }, off, common));
  }
  const lost = line.points.map((point, i) => i).filter(i => line.points[i][2] > 0);
  if (lost.length) {
    series.push(Object.assign({
      type: 'custom', clip: false, z: 4, encode: {x: 0, y: -1}, data: lost.map(i => [line.x[i], 0]),
      renderItem: (params, api) => {
        const left = api.coord([line.x[lost[params.dataIndex]], 0])[0] + line.shift;
        const up = params.coordSys.y + params.coordSys.height - 7 - (line.joined ? 10 * line.row : 0);
        const stroke = (a, b) => ({
          type: 'line', shape: {x1: left - a, y1: up - b, x2: left + a, y2: up + b}, style: {stroke: line.color, lineWidth: 1.8}
        });
        return {type: 'group', children: [stroke(4, 4), stroke(4, -4)]};
      }
    }, off, common));
  }
  series.push(Object.assign({
    type: 'line', z: 3, symbol: line.symbol, symbolSize: 8, symbolOffset: [line.shift, 0], showSymbol: true, showAllSymbol: true, connectNulls: false,
    lineStyle: {width: line.joined ? 2 : 0, type: line.type}, emphasis: {disabled: true},
    data: line.points.map((point, i) => ({value: [line.x[i], point[0]], point: point, index: i}))
  }, common));
}

KINDS.grid = grid;

// --- what is chosen --------------------------------------------------------------------------------------------------

/* Small selects above the charts of a sweep. redraw is called when something else is chosen. */
function controls(place, data, redraw) {
  const chosen = viewOf(data);
  const varying = data.directions.map((d, i) => i).filter(i => data.directions[i].places.length > 1);
  const select = (words, options, value, change) => {
    const label = document.createElement('label');
    const box = document.createElement('select');
    label.append(words + ' ', box);
    options.forEach(([key, text]) => box.add(new Option(text, key, false, String(key) === String(value))));
    box.addEventListener('change', () => {
      change(Number(box.value));
      fill(box.closest('label').dataset.words);
      redraw();
    });
    label.dataset.words = words;
    place.append(label);
  };
  const names = varying.map(d => [d, data.directions[d].name]);
  const fill = words => {
    place.textContent = '';
    if (varying.length > 1) {
      select('Along', names, chosen.across, d => {
        chosen.colour = chosen.colour === d ? chosen.across : chosen.colour;
        chosen.across = d;
      });
      select(chosen.map ? 'Upwards' : 'Colour', names, chosen.colour, d => {
        chosen.across = chosen.across === d ? chosen.colour : chosen.across;
        chosen.colour = d;
      });
      select('As', [[0, 'lines'], [1, 'map']], chosen.map ? 1 : 0, map => {
        chosen.map = map === 1;
      });
    }
    varying.filter(d => d !== chosen.across && d !== chosen.colour).forEach(d => {
      const direction = data.directions[d];
      select(direction.name, placesOf(direction).map(i => [i, direction.places[i]]), chosen.at[d], i => {
        chosen.at[d] = i;
      });
    });
    // The select that was used is a new one now, and keeps the keyboard.
    const used = Array.from(place.children).find(label => label.dataset.words === words);
    if (used) {
      used.querySelector('select').focus();
    }
  };
  fill(null);
}

// --- the table -------------------------------------------------------------------------------------------------------

/* Headers become buttons: once for ascending, twice for descending. What has no value comes last. */
function sortable(table) {
  const body = table.tBodies[0];
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.v === undefined ? cell.textContent : cell.dataset.v;
    return text === '' || text === '\u2013' ? null : isNaN(text) ? text : Number(text);
  };
  const compare = (a, b) => typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === 'number' ? -1 : 1;
  Array.from(table.tHead.rows[0].cells).forEach((head, column, heads) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const rows = Array.from(body.rows).map(row => ({row: row, value: valueOf(row, column)}));
      rows.sort((a, b) => a.value === null || b.value === null ? (a.value === null) - (b.value === null)
        : down ? compare(b.value, a.value) : compare(a.value, b.value));
      rows.forEach(one => body.append(one.row));
    });
  });
}
