/*
 * Charts on a page: draws them, with buttons that the keyboard reaches too, and changes their colours. Joined with charts.js and the script of a page,
 * which says what the data of an element are: dataOf.
 */

const root = document.documentElement;
const drawn = new Map();
let dataOf = element => null;

family = getComputedStyle(document.body).fontFamily;

function draw(element) {
  const data = dataOf(element);
  let chart = drawn.get(element);
  if (!chart) {
    element.dataset.label = element.getAttribute('aria-label');
    chart = echarts.init(element);
    // What the style sheet gives it; a long title or legend makes it higher.
    chart.own = {height: chart.getHeight(), start: 0, end: 100};
    drawn.set(element, chart);
    tools(element, data, chart);
  }
  const composed = compose(data, THEMES[theme], {width: chart.getWidth(), height: chart.own.height, label: element.dataset.label});
  if (composed.height !== chart.getHeight()) {
    element.style.height = composed.height + 'px';
    chart.resize({height: composed.height});
  }
  if (data.kind === 'lines') {
    composed.option.dataZoom = [{
      type: 'inside', id: 'keys', xAxisIndex: 0, filterMode: 'none', start: chart.own.start, end: chart.own.end, zoomOnMouseWheel: 'ctrl',
      moveOnMouseMove: false
    }];
  }
  chart.setOption(composed.option, true);
}

/* The buttons of a chart, which the keyboard reaches as well as the mouse. */
function tools(element, data, chart) {
  const bar = document.createElement('div');
  bar.className = 'tools';
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', data.title);
  const add = (text, label, act) => {
    const one = document.createElement('button');
    one.type = 'button';
    one.textContent = text;
    one.setAttribute('aria-label', label + ': ' + data.title);
    one.title = label;
    one.addEventListener('click', () => act(one));
    bar.append(one);
    return one;
  };
  if (data.kind === 'lines') {
    const zoom = (factor, move) => {
      const half = Math.min(50, (chart.own.end - chart.own.start) / 2 * factor);
      const middle = Math.max(half, Math.min(100 - half, (chart.own.start + chart.own.end) / 2 + 2 * half * move));
      chart.dispatchAction({type: 'dataZoom', dataZoomId: 'keys', start: middle - half, end: middle + half});
    };
    add('+', 'Zoom in', () => zoom(0.5, 0));
    add('\u2212', 'Zoom out', () => zoom(2, 0));
    add('\u2190', 'Move left', () => zoom(1, -0.25));
    add('\u2192', 'Move right', () => zoom(1, 0.25));
    chart.on('datazoom', () => {
      const now = chart.getOption().dataZoom.find(one => one.id === 'keys');
      chart.own.start = now.start;
      chart.own.end = now.end;
    });
  }
  if (data.kind === 'matrices') {
    const words = () => dataOf(element).own ? 'One scale for both' : 'Each on its own scale';
    add(words(), words(), one => {
      const now = dataOf(element);
      now.own = !now.own;
      one.textContent = words();
      one.title = words();
      one.setAttribute('aria-label', words() + ': ' + data.title);
      draw(element);
    });
  }
  add('Save image', 'Save image', () => {
    const link = document.createElement('a');
    link.download = (document.querySelector('h1').textContent + ' ' + data.title).replace(/\u1d40/g, 'T').replace(/\u03c6\u2032/g, 'phi')
      .replace(/[^\p{L}\p{N}.-]+/gu, '-') + '.png';
    link.href = chart.getDataURL({type: 'png', pixelRatio: 2, backgroundColor: THEMES[theme].page, excludeComponents: ['toolbox']});
    link.click();
  });
  element.after(bar);
}

const button = document.getElementById('theme');
let chosen = null;

function show(name) {
  theme = name;
  root.dataset.theme = name;
  button.textContent = name === 'dark' ? 'Light' : 'Dark';
  button.setAttribute('aria-label', 'Change to ' + button.textContent.toLowerCase() + ' colours');
  drawn.forEach((chart, element) => draw(element));
}

const preferred = window.matchMedia('(prefers-color-scheme: dark)');
const wanted = () => chosen || (preferred.matches ? 'dark' : 'light');
button.hidden = false;
button.addEventListener('click', () => {
  chosen = theme === 'dark' ? 'light' : 'dark';
  show(chosen);
});
preferred.addEventListener('change', () => show(wanted()));
