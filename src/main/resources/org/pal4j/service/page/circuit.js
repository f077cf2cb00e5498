/*
 * A picture of the network while one sample is shown to a copy of it: areas from the input upwards, neurons with their compartments, and the error
 * as it travels down. Joined with the other scripts of the page.
 */

const SVG = 'http://www.w3.org/2000/svg';
const MOST_CELLS = 36;
const FRAMES = 100;
const WIDE = 720;

/* What is drawn of each neuron, from below: the names of variables without their numbers, what they are, and where the error is seen. */
const ANATOMY = [
  {needs: 'vbas', parts: [{name: 'vbas', told: 'basal', at: 13, form: 'round'}, {name: 'uP', told: 'soma', at: 0, form: 'soma'},
    {name: 'vapi', told: 'apical', at: -14, form: 'round'}],
  beside: {name: 'uI', told: 'interneurons'}, error: {name: 'vapi', told: 'apical voltage'}},
  {needs: 'r', parts: [{name: 'r', told: 'rate', at: 6, form: 'soma'}, {name: 'e', told: 'error', at: -8, form: 'round'}],
    beside: null, error: {name: 'e', told: 'error'}}
];

function svg(tag, properties, text) {
  const element = document.createElementNS(SVG, tag);
  Object.entries(properties || {}).forEach(([name, value]) => element.setAttribute(name, value));
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/* Which of n to draw. */
const evenly = (n, most) => n <= most ? Array.from({length: n}, (v, i) => i) : Array.from({length: most}, (v, i) => Math.floor(i * n / most));

function anatomy(info) {
  const has = name => info.variables.some(variable => variable.name === name + '1');
  return ANATOMY.find(one => has(one.needs)) || null;
}

/* The numbers of the areas that have a variable. */
const areas = (info, name) => info.variables.map(variable => variable.name.match(new RegExp('^' + name + '(\\d+)$'))).filter(Boolean)
  .map(match => Number(match[1]));

/* The numbers of one area at one record; of a batch, those of its first sample. */
function moment(array, k) {
  const size = array.values.length / array.shape[0];
  const own = array.shape.length > 2 ? size / array.shape[1] : size;
  return array.values.subarray ? array.values.subarray(k * size, k * size + own) : array.values.slice(k * size, k * size + own);
}

const rms = values => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / Math.max(1, values.length));

/* Draws what look gave. Gives a function that shows a moment, the number of moments, and the data of the chart of the error. */
function drawCircuit(place, scales, info, shape, looked) {
  const first = shape.parts[0].name;
  const layers = areas(info, first);
  const count = looked.arrays[first + layers[0]].shape[0];
  const rowHeight = 96;
  const height = (layers.length + 1) * rowHeight + 10;
  const picture = svg('svg', {class: 'circuit', viewBox: '0 0 ' + WIDE + ' ' + height, role: 'img'});
  const middle = 320;
  const cells = [];
  const kinds = shape.parts.concat(shape.beside ? [shape.beside] : []);
  // Each compartment of each area has a scale of its own: outputs are small beside what drives a hidden area.
  const bounds = {};
  kinds.forEach(part => layers.filter(l => looked.arrays[part.name + l]).forEach(l => {
    bounds[part.name + l] = largest(Array.from(looked.arrays[part.name + l].values));
  }));
  const named = l => l === layers[layers.length - 1] ? 'output' : 'area ' + l;
  const input = looked.arrays.input.values;
  bounds.input = largest(Array.from(input));
  const row = (l, y, title) => {
    picture.append(svg('text', {x: 4, y: y + 4}, title));
  };
  const spread = (n, width) => i => middle + 40 + (n === 1 ? 0 : (i / (n - 1) - 0.5) * width);
  const cell = (form, x, y, size) => form === 'soma'
    ? svg('path', {class: 'cell', d: 'M' + x + ',' + (y - size) + 'l' + size + ',' + 1.7 * size + 'h' + -2 * size + 'z'})
    : form === 'square' ? svg('rect', {class: 'cell', x: x - size, y: y - size, width: 2 * size, height: 2 * size})
      : svg('circle', {class: 'cell', cx: x, cy: y, r: size});
  const add = (element, name, index, variable) => {
    picture.append(element);
    cells.push({element: element, kind: name, variable: variable, index: index});
  };
  const y0 = height - 40;
  const shownInputs = evenly(input.length, MOST_CELLS);
  const atInput = spread(shownInputs.length, Math.min(440, shownInputs.length * 24));
  row(0, y0, 'input' + (shownInputs.length < input.length ? ' (' + shownInputs.length + ' of ' + input.length + ')' : ''));
  shownInputs.forEach((index, i) => add(cell('square', atInput(i), y0, 5), 'input', index, 'input'));
  layers.forEach((l, i) => {
    const y = height - 40 - (i + 1) * rowHeight;
    const size = moment(looked.arrays[first + l], 0).length;
    const shown = evenly(size, MOST_CELLS);
    const at = spread(shown.length, Math.min(440, shown.length * 24));
    const last = i === layers.length - 1;
    row(l, y, (last ? 'output' : 'area ' + l) + (shown.length < size ? ' (' + shown.length + ' of ' + size + ')' : ''));
    shown.forEach((index, j) => {
      picture.append(svg('line', {class: 'way', x1: at(j), y1: y - 14, x2: at(j), y2: y + 13}));
      shape.parts.filter(part => looked.arrays[part.name + l]).forEach(part => {
        add(cell(part.form, at(j), y + part.at, part.form === 'soma' ? 6 : 4.5), part.name, index, part.name + l);
      });
    });
    if (shape.beside && looked.arrays[shape.beside.name + l]) {
      const inter = evenly(moment(looked.arrays[shape.beside.name + l], 0).length, 10);
      inter.forEach((index, j) => add(cell('square', 622 + 12 * j, y, 4), shape.beside.name, index, shape.beside.name + l));
      picture.append(svg('text', {x: 616, y: y + 20, class: 'muted'}, shape.beside.told));
    }
    const from = y + rowHeight - 22;
    picture.append(svg('path', {class: 'way', d: 'M100,' + from + 'V' + (y + 30) + 'm-4,7l4,-7l4,7'}),
      svg('text', {x: 76, y: (from + y + 34) / 2, class: 'muted'}, 'W' + l));
    if (i > 0) {
      picture.append(svg('path', {class: 'way back', d: 'M130,' + (y + 30) + 'V' + from}),
        svg('path', {class: 'way', d: 'M126,' + (from - 7) + 'l4,7l4,-7'}),
        svg('text', {x: 138, y: (from + y + 34) / 2, class: 'muted'}, 'B' + (l - 1)));
    }
  });
  place.replaceChildren(picture);
  const stripes = 'linear-gradient(90deg,' + THEMES[theme].diverging.join(',') + ')';
  const stripe = make('i', {});
  stripe.style.background = stripes;
  scales.replaceChildren(make('span', {}, '\u2212 ', stripe, ' +'), ...kinds.map(part => make('span', {}, part.told + ': '
    + layers.filter(l => looked.arrays[part.name + l]).map(l => named(l) + ' \u00b1' + number(bounds[part.name + l])).join(', '))));
  const errors = layers.filter(l => looked.arrays[shape.error.name + l]);
  return {
    count: count,
    errors: {
      kind: 'lines', title: 'Error on its way down: ' + shape.error.told + ', root mean square', x: {name: 'step'},
      y: {name: shape.error.told, unit: '', min: 0},
      groups: errors.map((l, i) => ({
        name: named(l), color: i,
        mean: Array.from({length: count}, (v, k) => [(k + 1) * looked.fields.every, rms(Array.from(moment(looked.arrays[shape.error.name + l], k)))])
      }))
    },
    show: k => {
      cells.forEach(one => {
        const value = one.kind === 'input' ? input[one.index] : moment(looked.arrays[one.variable], k)[one.index];
        one.element.setAttribute('fill', 'rgb(' + along(THEMES[theme].diverging, 0.5 + value / bounds[one.variable] / 2).join(',') + ')');
      });
      picture.setAttribute('aria-label', 'Step ' + (k + 1) * looked.fields.every + '. ' + layers.map(l => named(l)[0].toUpperCase()
        + named(l).slice(1) + ': ' + shape.parts.filter(part => looked.arrays[part.name + l]).map(part => part.told + ' '
        + number(rms(Array.from(moment(looked.arrays[part.name + l], k))))).join(', ')).join('. ') + ' (root mean squares).');
    }
  };
}

/* The controls of the picture. */
function circuitView(place) {
  const stage = make('select', {id: 'look-samples'}, ...['validation', 'training', 'test'].map(name => make('option', {value: name}, name)));
  const sample = make('input', {type: 'number', id: 'look-sample', min: 0, value: 0});
  const target = make('input', {type: 'checkbox', id: 'look-target', checked: true});
  const again = make('button', {type: 'submit'}, 'Show');
  const time = make('input', {type: 'range', id: 'look-time', min: 0, max: 0, value: 0, disabled: true});
  const play = make('button', {type: 'button', disabled: true}, 'Play');
  const told = make('p', {className: 'muted', id: 'look-told'});
  const bad = make('p', {className: 'notice', hidden: true, role: 'alert'});
  const scales = make('div', {className: 'scale'});
  const drawing = make('div', {});
  const chart = make('div', {className: 'figures'});
  const form = make('form', {noValidate: true},
    make('div', {className: 'buttons'}, make('label', {htmlFor: 'look-samples'}, 'Sample of', stage),
      make('label', {htmlFor: 'look-sample'}, 'number', sample),
      make('label', {htmlFor: 'look-target'}, target, 'its target acts'), again));
  place.append(make('p', {className: 'muted'}, 'A sample is shown to a copy of the network, which does not learn from it. Colours are voltages or '
    + 'rates. With a target, the output is nudged, and the error comes down through B.'), form,
  make('div', {className: 'buttons'}, play, make('label', {htmlFor: 'look-time'}, 'time'), time), told, bad, scales, drawing, chart);
  let info = null;
  let replica = 0;
  let looked = null;
  let view = null;
  let running = 0;
  let later = 0;

  const moveTo = k => {
    time.value = k;
    view.show(k);
    time.setAttribute('aria-valuetext', 'step ' + (k + 1) * looked.fields.every + ' of ' + looked.fields.steps);
  };
  const stop = () => {
    clearInterval(running);
    running = 0;
    play.textContent = 'Play';
  };
  const redraw = () => {
    view = drawCircuit(drawing, scales, info, anatomy(info), looked);
    time.max = view.count - 1;
    time.disabled = play.disabled = false;
    moveTo(Math.min(Number(time.value), view.count - 1));
    const text = 'The root mean square of the ' + anatomy(info).error.told + ' in each area, at each step of this presentation.';
    const title = view.errors.title;
    updateCharts(chart, [{title: title, caption: text, size: 'wide', label: title + '. ' + text, data: view.errors}]);
  };
  const look = async () => {
    clearTimeout(later);
    const shape = anatomy(info);
    bad.hidden = true;
    if (!shape) {
      told.textContent = 'The page has no picture of this model.';
      return;
    }
    stop();
    const steps = info.presentation_steps || 1;
    const names = shape.parts.concat(shape.beside ? [shape.beside] : []).map(part => part.name);
    const record = info.variables.map(variable => variable.name).filter(name => names.some(part => name.match(new RegExp('^' + part + '\\d+$'))));
    const asked = info.session;
    try {
      const given = await post('v1/sessions/' + info.session + '/look', {
        replica: replica, samples: stage.value, sample: Number(sample.value), target: target.checked, record: record,
        every: Math.max(1, Math.ceil(steps / FRAMES))
      });
      if (!info || info.session !== asked) {
        return;
      }
      looked = given;
      sample.max = looked.fields.samples_of_stage - 1;
      told.textContent = 'Sample ' + sample.value + ' of ' + looked.fields.samples_of_stage
        + (looked.fields.class !== undefined ? ', class ' + (info.classes[looked.fields.class] || looked.fields.class) : '') + '; output '
        + Array.from(looked.arrays.output.values.slice(0, 12), number).join(', ') + (looked.arrays.output.values.length > 12 ? ' \u2026' : '') + '.';
      redraw();
    } catch (fault) {
      bad.textContent = fault.faults && fault.faults.length ? fault.faults.map(one => one.field + ': ' + one.value + ' ' + one.bound).join('; ')
        : fault.message;
      bad.hidden = false;
      if (isBusy(fault)) {
        clearTimeout(later);
        later = setTimeout(look, LIST_EVERY);
      }
    }
  };
  form.addEventListener('submit', event => {
    event.preventDefault();
    look();
  });
  time.addEventListener('input', () => {
    if (view) {
      stop();
      moveTo(Number(time.value));
    }
  });
  play.addEventListener('click', () => {
    if (running) {
      stop();
      return;
    }
    if (Number(time.value) === view.count - 1) {
      moveTo(0);
    }
    play.textContent = 'Pause';
    running = setInterval(() => {
      const next = Number(time.value) + 1;
      if (next < view.count) {
        moveTo(next);
      } else {
        stop();
      }
    }, 100);
  });
  return {
    choose: (chosen, k) => {
      stop();
      info = chosen;
      replica = k;
      looked = view = null;
      told.textContent = '';
      drawing.replaceChildren();
      scales.replaceChildren();
      updateCharts(chart, []);
      time.disabled = play.disabled = true;
      look();
    },
    /* The network has changed. */
    renew: look,
    themed: () => {
      if (looked) {
        redraw();
      }
    }
  };
}
