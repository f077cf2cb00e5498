/*
 * The charts as figures for print: what a browser would do for them. Joined with charts.js, sweep.js and roofline.js in a script engine without a
 * browser, whose functions hostWidth and hostPicture are Java's. That engine, Rhino, gives a const in a loop a value only once: it is let here.
 */
family = 'sans-serif';
widthOf = (text, font) => hostWidth(text, parseFloat(font.replace(/^\d+ /, '')));
picture = (width, height, factor, colorAt) => {
  const colours = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let color = colorAt(x, y);
      colours.push(color ? color[0] << 16 | color[1] << 8 | color[2] : -1);
    }
  }
  return hostPicture(width, height, Math.max(factor, 4), colours);
};
echarts.setPlatformAPI({measureText: (text, font) => ({width: hostWidth(text, parseFloat(/([\d.]+)px/.exec(font || '12px')[1]))})});
printing = true;

function drawFigure(text, width, height, colours) {
  const data = JSON.parse(text);
  const composed = compose(data, THEMES[colours], {width: width, height: height, label: data.title});
  const chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: composed.height});
  composed.option.aria = {enabled: false};
  // The font has one weight.
  composed.option.title[0].textStyle.fontWeight = 'normal';
  chart.setOption(composed.option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
