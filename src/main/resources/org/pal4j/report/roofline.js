/* The roofline of a machine: least times as lines, what was measured as points, both axes logarithmic. Joined with charts.js. */
function roofline(data, t, box) {
  const option = base(data, t, box);
  const narrow = box.width < NARROW;
  const [least, most] = data.range;
  const symbols = ['circle', 'triangle', 'diamond', 'rect', 'roundRect', 'pin'];
  const size = [9, 10, 11, 9, 9, 13];
  option.grid = {left: 58, right: 18, top: data.groups.length > 1 ? 62 : 40, bottom: 48};
  const log = {type: 'log', logBase: 10, minorSplitLine: {show: false}};
  const plain = value => value >= 1 ? String(Math.round(value)) : String(Number(value.toPrecision(1)));
  const labels = {color: t.muted, fontSize: 11, hideOverlap: true, formatter: plain};
  option.xAxis = axis(t, data.x, Object.assign({min: least, max: most, axisLabel: labels}, log));
  option.yAxis = axis(t, data.y, Object.assign({
    min: data.low, max: data.high, nameGap: 42, axisLabel: labels, axisLine: {onZero: false, lineStyle: {color: t.axis}}
  }, log));
  option.legend = data.groups.length > 1 ? legend(t, data.groups.map(group => group.name)) : undefined;
  option.tooltip.formatter = p => p.seriesType !== 'scatter' ? '' : '<b>' + escaped(p.data.label2) + '</b><br>' + escaped(p.seriesName) + '<br>'
    + p.data.lines.map(escaped).join('<br>');
  option.series = data.roofs.map((roof, i) => {
    const ridge = data.peak / roof.speed;
    const points = [[least, least * roof.speed], [ridge, data.peak], [most, data.peak]];
    return {
      type: 'line', name: roof.name, silent: true, showSymbol: false, symbol: 'none', clip: true, z: 1, emphasis: {disabled: true},
      lineStyle: {color: t.muted, width: i === 0 ? 2 : 1.2, type: i === 0 ? 'solid' : [6, 3]}, data: points,
      // Along the line, so that it is seen which one it names.
      markPoint: {
        silent: true, symbol: 'circle', symbolSize: 0.1, data: [{coord: [least * (narrow ? 1.25 : 1.1), least * (narrow ? 1.25 : 1.1) * roof.speed]}],
        label: {
          show: true, position: 'right', formatter: narrow ? roof.brief : roof.name, color: t.text, fontSize: 10.5, backgroundColor: t.page,
          padding: [1, 3]
        }
      }
    };
  });
  data.groups.forEach((group, i) => option.series.push({
    type: 'scatter', name: group.name, z: 3, color: t.colors[i % t.colors.length], symbol: symbols[i % symbols.length],
    symbolSize: size[i % size.length], emphasis: {disabled: true}, clip: false,
    data: group.points.map(p => ({
      value: [Math.min(most, Math.max(least, p.at === null ? most : p.at)), p.speed], label2: p.name, lines: p.lines,
      itemStyle: {
        color: p.valid ? t.colors[i % t.colors.length] : t.page, borderColor: p.valid ? t.page : t.colors[i % t.colors.length],
        borderWidth: p.valid ? 1 : 2
      }
    }))
  }));
  return option;
}
KINDS.roofline = roofline;
