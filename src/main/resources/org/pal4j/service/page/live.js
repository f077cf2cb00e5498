/* The page of the service: networks and runs, a form for new ones, and a network that learns. Joined with charts.js, drawing.js and the others. */

const el = id => document.getElementById(id);
const LIST_EVERY = 2000;
const RUNS_EVERY = 10000;
const CHARTS_EVERY = 400;
const FEEDBACK_EVERY = 1000;
const SAY_EVERY = 10000;
const PACE_OVER = 10000;
const PACE_SETTLES = 500;

const state = {
  session: null, info: null, keys: {}, job: null, until: null, leave: null, sessions: [], runs: [], beside: new Set(), folders: new Set(), share: 1,
  since: 0, pace: [], came: 0, waits: false, stopping: false
};

// --- charts ----------------------------------------------------------------------------------------------------------

const dataOfElement = new Map();
dataOf = element => dataOfElement.get(element);

const near = new IntersectionObserver(entries => entries.forEach(entry => {
  entry.target.dataset.near = entry.isIntersecting ? '1' : '';
  if (entry.isIntersecting && entry.target.dataset.stale) {
    paint(entry.target);
  }
}), {rootMargin: '300px'});
const resized = new ResizeObserver(entries => entries.forEach(entry => {
  const chart = drawn.get(entry.target);
  if (chart && Math.abs(chart.getWidth() - entry.contentRect.width) >= 1) {
    chart.resize();
    paint(entry.target);
  }
}));

function paint(element) {
  element.dataset.stale = '';
  draw(element);
}

function forget(element) {
  near.unobserve(element);
  resized.unobserve(element);
  dataOfElement.delete(element);
  if (drawn.has(element)) {
    drawn.get(element).dispose();
    drawn.delete(element);
  }
}

/* Shows charts in a place: those that are there with new data, others anew. */
function updateCharts(place, charts) {
  const known = new Map(Array.from(place.children).map(figure => [figure.dataset.key, figure]));
  const shown = charts.map(one => {
    const key = one.title + ' ' + one.data.kind;
    let figure = known.get(key);
    known.delete(key);
    if (!figure) {
      const chart = make('div', {className: 'chart', role: 'img'});
      figure = make('figure', {className: one.size}, chart, make('figcaption', {}));
      figure.dataset.key = key;
      near.observe(chart);
      resized.observe(chart);
    }
    const element = figure.querySelector('.chart');
    const before = dataOfElement.get(element);
    if (before && before.own) {
      one.data.own = true;
    }
    dataOfElement.set(element, one.data);
    element.setAttribute('aria-label', one.label);
    element.dataset.label = one.label;
    figure.querySelector('figcaption').textContent = one.caption;
    element.dataset.stale = '1';
    return figure;
  });
  known.forEach(figure => {
    forget(figure.querySelector('.chart'));
    figure.remove();
  });
  shown.forEach((figure, i) => {
    if (place.children[i] !== figure) {
      place.insertBefore(figure, place.children[i] || null);
    }
    const element = figure.querySelector('.chart');
    if (element.dataset.near) {
      paint(element);
    }
  });
}

/* Calls a function at most every so many milliseconds, and once after the last request; never twice at a time. */
function seldom(milliseconds, act) {
  let waiting = false;
  let wanted = false;
  let last = 0;
  const go = async () => {
    wanted = false;
    waiting = true;
    try {
      await act();
    } catch (fault) {
      // The next one may succeed, and what is wrong with the connection is shown.
    }
    last = Date.now();
    setTimeout(() => {
      waiting = false;
      if (wanted) {
        go();
      }
    }, milliseconds);
  };
  return () => {
    wanted = true;
    if (!waiting && !document.hidden) {
      go();
    }
  };
}

const SECTIONS = {curves: 'Learning curves', alignment: 'Alignment of feedback weights'};

const refreshCurves = seldom(CHARTS_EVERY, async () => {
  const session = state.session;
  const sessions = [session, ...state.beside].filter((one, i, all) => one !== null && all.indexOf(one) === i);
  const folders = [...state.folders];
  const query = [sessions.length ? 'sessions=' + sessions.join(',') : '', folders.length ? 'folders=' + folders.map(encodeURIComponent).join('%7C')
    : ''].filter(Boolean).join('&');
  if (!query) {
    return;
  }
  const charts = (await get('v1/charts?' + query)).charts;
  if (state.session !== session) {
    return;
  }
  Object.entries(SECTIONS).forEach(([section, title]) => {
    let place = el('curves-' + section);
    if (!place) {
      place = make('div', {className: 'figures', id: 'curves-' + section});
      el('curves').append(make('h3', {id: 'title-' + section}), place);
    }
    const own = charts.filter(one => one.section === section);
    el('title-' + section).textContent = own.length ? title : '';
    updateCharts(place, own);
  });
});

const refreshFeedback = seldom(FEEDBACK_EVERY, async () => {
  const session = state.session;
  if (session === null) {
    return;
  }
  const charts = (await get('v1/sessions/' + session + '/feedback')).charts;
  if (state.session === session) {
    el('feedback-none').hidden = charts.length > 0;
    updateCharts(el('feedback'), charts);
  }
});

// --- lists -----------------------------------------------------------------------------------------------------------

let listed = '';
let brought = null;

/* Scrolls the list, and nothing else, to the chosen network. */
function bringChosen() {
  const list = el('networks');
  const item = list.querySelector('.chosen');
  if (item && item.offsetTop < list.scrollTop) {
    list.scrollTop = item.offsetTop;
  } else if (item && item.offsetTop + item.offsetHeight > list.scrollTop + list.clientHeight) {
    list.scrollTop = item.offsetTop + item.offsetHeight - list.clientHeight;
  }
}

function renderLists() {
  const text = JSON.stringify([state.sessions.map(one => [one.session, one.name, one.epochs, one.job, one.asleep]), state.runs, state.session,
    [...state.beside], [...state.folders]]);
  if (text === listed) {
    return;
  }
  listed = text;
  const focused = document.activeElement && document.activeElement.id;
  const scrolled = ['networks', 'runs'].map(id => [el(id), el(id).scrollTop]);
  el('networks').replaceChildren(...state.sessions.map(one => {
    const id = 'beside-' + one.session;
    const chosen = one.session === state.session;
    const open = make('a', {href: '#session=' + one.session, id: 'open-' + one.session}, one.session + ' ' + one.name);
    if (chosen) {
      open.setAttribute('aria-current', 'true');
    }
    const beside = make('input', {type: 'checkbox', id: id, checked: state.beside.has(one.session), disabled: chosen, onchange: event => {
      toggle(state.beside, one.session, event.target.checked);
    }});
    return make('li', {className: chosen ? 'chosen' : ''}, open, make('div', {className: 'row'},
      make('span', {className: 'muted'}, one.layers + ', ' + [one.algorithm, one.epochs + (one.epochs === 1 ? ' epoch' : ' epochs')].filter(Boolean)
        .join(', ') + (one.job ? ', learning' : one.asleep ? ', asleep' : '')),
      make('label', {htmlFor: id}, beside, 'beside')));
  }));
  if (!state.sessions.length) {
    el('networks').append(make('li', {className: 'none'}, 'none yet'));
  }
  el('runs').replaceChildren(...state.runs.map((one, k) => {
    const id = 'folder-' + k;
    const beside = make('input', {type: 'checkbox', id: id, checked: state.folders.has(one.folder), onchange: event => {
      toggle(state.folders, one.folder, event.target.checked);
    }});
    return make('li', {}, reportLink(one.folder, one.folder, 'report-' + k), make('div', {className: 'row'},
      make('span', {className: 'muted'}, one.finished ? 'finished' : 'not finished'),
    make('label', {htmlFor: id}, beside, 'beside')));
  }));
  if (!state.runs.length) {
    el('runs').append(make('li', {className: 'none'}, 'none yet'));
  }
  // Lists are made anew by themselves, too. Nobody may be moved by that.
  if (focused && el(focused) && document.activeElement !== el(focused)) {
    el(focused).focus({preventScroll: true});
  }
  scrolled.forEach(([list, top]) => {
    list.scrollTop = top;
  });
  if (brought !== state.session) {
    brought = state.session;
    bringChosen();
  }
}

const reportLink = (folder, text, id) => make('a', {
  href: 'v1/report?folder=' + encodeURIComponent(folder), target: '_blank', rel: 'noopener', id: id
}, text);

function toggle(set, value, on) {
  if (on) {
    set.add(value);
  } else {
    set.delete(value);
  }
  toHash();
  renderLists();
  refreshCurves();
}

async function refreshSessions() {
  state.sessions = (await get('v1/sessions')).sessions;
  const there = new Set(state.sessions.map(one => one.session));
  [...state.beside].filter(one => !there.has(one)).forEach(one => state.beside.delete(one));
  renderLists();
  const own = state.sessions.find(one => one.session === state.session);
  if (state.session !== null && !own) {
    wrong('Network ' + state.session + ' was closed.');
    state.session = null;
    leaveJob();
    controls();
    status('', true);
  } else if (!own || !state.info) {
    // What is chosen has not been read yet.
  } else if (own.job && (own.job !== state.job || !state.leave)) {
    // Another page has started it, or a restarted service goes on with it.
    attach(own.job);
  } else if (!own.job && state.job !== null && state.leave === null) {
    ended('');
  } else if (!own.job && state.job === null && (own.epochs !== state.info.epochs || own.steps !== state.info.steps)) {
    // Somebody else has taken steps, or the service was killed and has lost some.
    reread();
  }
  if (state.beside.size) {
    refreshCurves();
  }
}

async function refreshRuns() {
  state.runs = (await get('v1/runs')).runs;
  renderLists();
}

// --- a new network ---------------------------------------------------------------------------------------------------

let experiments = [];
let drawnForm = null;

async function showForm(byHand) {
  el('network').hidden = true;
  el('start').hidden = false;
  document.title = 'New network \u2013 PAL4J';
  status('', true);
  if (byHand) {
    arrive(el('start-title'));
  }
  if (!experiments.length) {
    experiments = (await get('v1/experiments')).experiments;
    const models = [...new Set(experiments.map(one => one.model))];
    const select = make('select', {id: 'experiment', onchange: () => drawForm(select.value)}, ...models.map(model => make('optgroup',
      {label: model + 's'}, ...experiments.filter(one => one.model === model).map(one => make('option', {value: one.name}, one.name)))));
    el('form').append(make('div', {className: 'key'}, make('label', {htmlFor: 'experiment'}, 'Experiment'), select, make('span',
      {className: 'told', id: 'experiment-told'})), make('div', {id: 'form-first'}), make('p', {className: 'notice', id: 'form-wrong', hidden: true,
      role: 'alert'}), make('div', {className: 'buttons'}, make('button', {type: 'submit', className: 'first', id: 'go'}, 'Start learning'),
      make('button', {type: 'button', id: 'open-only', onclick: () => submitForm(false)}, 'Open without learning')),
    make('div', {id: 'form-rest'}));
    await drawForm('yinyang');
    select.value = 'yinyang';
  }
}

async function drawForm(name) {
  const schema = await get('v1/schema/' + encodeURIComponent(name));
  const experiment = experiments.find(one => one.name === name);
  el('experiment-told').textContent = experiment.description;
  const parts = groups(schema).map(group => ({title: group.title, fields: fields(schema, group.names, 'key-')}));
  const epochs = make('input', {type: 'number', id: 'key-epochs', min: 1, value: Math.max(1, schema.properties.preview_epochs
    && schema.properties.preview_epochs.default || experiment.epochs)});
  const first = make('div', {className: 'key'}, make('label', {htmlFor: 'key-epochs'}, 'epochs'), epochs,
    make('span', {className: 'told'}, 'to learn now; it can go on later. The experiment has ' + experiment.epochs));
  el('form-first').replaceChildren(first, ...parts.filter(part => !part.title).flatMap(part => part.fields.elements));
  el('form-rest').replaceChildren(...parts.filter(part => part.title).map(part => make('details', {}, make('summary', {}, part.title),
    ...part.fields.elements)));
  drawnForm = {name: name, parts: parts, epochs: epochs};
}

async function submitForm(learns) {
  const bad = el('form-wrong');
  bad.hidden = true;
  const set = Object.assign({}, ...drawnForm.parts.map(part => part.fields.changed()));
  const epochs = Number(drawnForm.epochs.value);
  if (!Number.isInteger(epochs) || epochs < 1) {
    bad.textContent = 'epochs: must be a whole number from 1 on';
    bad.hidden = false;
    drawnForm.epochs.focus();
    return;
  }
  const buttons = [el('go'), el('open-only')];
  buttons.forEach(one => {
    one.disabled = true;
  });
  try {
    const info = await post('v1/sessions', {experiment: drawnForm.name, set: set});
    notes = info.notes || [];
    if (learns) {
      await post('v1/sessions/' + info.session + '/epoch', {epochs: epochs, interval: 0.25});
    }
    location.hash = '#session=' + info.session;
  } catch (fault) {
    let rest = fault.faults && fault.faults.length ? fault.faults : null;
    drawnForm.parts.forEach(part => {
      const names = Object.keys(part.fields.all);
      if (rest) {
        part.fields.wrong(rest.filter(one => names.includes(bare(one.field))));
        rest = rest.filter(one => !names.includes(bare(one.field)));
      }
    });
    if (!rest || rest.length) {
      bad.textContent = rest ? rest.map(one => one.field + ': ' + one.value + ' ' + one.bound).join('; ') : fault.message;
      bad.hidden = false;
    }
  } finally {
    buttons.forEach(one => {
      one.disabled = false;
    });
  }
}

el('form').addEventListener('submit', event => {
  event.preventDefault();
  submitForm(true);
});
el('new').addEventListener('click', () => go('#new'));

// --- a network -------------------------------------------------------------------------------------------------------

let notes = [];
let circuit = null;

/* Brings who has chosen something there: the keyboard, screen readers and eyes. The lists before it may be long. */
function arrive(heading) {
  heading.focus({preventScroll: true});
  const top = heading.getBoundingClientRect().top;
  if (top < 0 || top > window.innerHeight / 2) {
    heading.scrollIntoView();
  }
}

function wrong(text) {
  el('wrong').textContent = text;
  el('wrong').hidden = !text;
}

/* Does something that the service may refuse. */
async function attempt(act) {
  wrong('');
  try {
    await act();
  } catch (fault) {
    fail(fault);
  }
}

/* Says what went wrong. That the service does not answer is said at the head of the page, until it does. */
function fail(fault) {
  if (!(fault instanceof Unreachable)) {
    wrong(fault.faults && fault.faults.length ? fault.faults.map(one => [one.field, [one.value, one.bound, one.fix].filter(Boolean).join(' ')]
      .filter(Boolean).join(': ')).join('\n') : fault.message);
  }
}

function leaveJob() {
  if (state.leave) {
    state.leave();
  }
  state.leave = null;
  state.job = null;
}

/* Shows a network. Who has chosen it is brought there; a page that is loaded stays where it is. */
async function choose(number, byHand) {
  if (state.session !== number) {
    leaveJob();
    state.stopping = false;
    state.session = number;
    // Nothing of the former network may stand under the name of this one, however long the service takes.
    const known = state.sessions.find(one => one.session === number);
    state.info = null;
    state.keys = {};
    updateCharts(el('feedback'), []);
    Array.from(el('curves').querySelectorAll('.figures')).forEach(place => updateCharts(place, []));
    el('title').textContent = known ? known.title : 'Network ' + number;
    el('about').textContent = '';
    el('notes').replaceChildren();
    el('change').hidden = true;
    el('progress').value = 0;
    controls();
    status('', true);
  }
  el('start').hidden = true;
  el('network').hidden = false;
  renderLists();
  if (byHand) {
    arrive(el('title'));
  }
  await attempt(() => load(number));
}

/* Reads where the chosen network stands, and shows it. */
async function load(number) {
  const info = await get('v1/sessions/' + number);
  if (state.session !== number) {
    return;
  }
  const first = state.info === null;
  state.info = info;
  document.title = number + ' ' + info.name + ' \u2013 PAL4J';
  el('title').textContent = info.title;
  el('about').textContent = 'Network ' + number + ', ' + info.name + ': ' + info.description
    + (info.replicas > 1 ? '; ' + info.replicas + ' replicas' : '') + '.';
  if (first) {
    el('notes').replaceChildren(...notes.map(text => make('p', {className: 'notice'}, text)));
    notes = [];
  }
  controls();
  if (info.job) {
    attach(info.job);
  } else {
    el('progress').value = 0;
    status(standing(), true);
  }
  refreshCurves();
  refreshFeedback();
  if (first) {
    circuit.choose(info, 0);
  } else {
    circuit.renew();
  }
  await readKeys(number);
}

/* Reads the values of keys. A job that begins keeps others away for a moment, which is nothing to complain of. */
async function readKeys(number) {
  try {
    const keys = (await post('v1/sessions/' + number + '/show')).keys;
    if (state.session === number) {
      state.keys = keys;
      controls();
      await drawChanges();
    }
  } catch (fault) {
    if (!isBusy(fault)) {
      throw fault;
    }
    setTimeout(() => {
      if (state.session === number) {
        readKeys(number).catch(fail);
      }
    }, LIST_EVERY);
  }
}

/* Takes nothing that is shown for true any more: a service that was killed has perhaps lost the last seconds. */
function reread() {
  if (state.session !== null) {
    leaveJob();
    state.stopping = false;
    load(state.session).catch(fail);
  }
}

whenBack = () => {
  if (state.session !== null) {
    status('The service answers again', true);
    reread();
  }
};

const standing = () => state.info ? (state.info.epochs || 0) + (state.info.epochs === 1 ? ' epoch' : ' epochs') + ' learned; at rest' : '';

let said = 0;
let saying = 0;

function say() {
  clearTimeout(saying);
  saying = 0;
  said = Date.now();
  const text = el('stands').textContent;
  if (el('status').textContent !== text) {
    el('status').textContent = text;
  }
}

/* Shows where learning stands. Screen readers are told at once of what is loud, and of progress now and then: of the newest by then. */
function status(text, loud) {
  el('stands').textContent = text;
  if (loud) {
    say();
  } else if (!saying) {
    saying = setTimeout(say, Math.max(0, said + SAY_EVERY - Date.now()));
  }
}

function controls() {
  const place = el('controls');
  const info = state.info;
  if (state.session === null || !info) {
    place.replaceChildren();
    return;
  }
  const busy = state.job !== null;
  const epochs = make('input', {type: 'number', id: 'more', min: 1, value: el('more') ? el('more').value : 10});
  const parts = [];
  if (busy) {
    // A button that is disabled would lose the keyboard.
    parts.push(make('button', {type: 'button', id: 'stop', className: 'first', 'aria-disabled': String(state.stopping), onclick: stop},
      state.stopping ? 'Stopping' : 'Stop'));
  } else {
    const words = info.epochs || info.steps ? 'Go on' : 'Start learning';
    parts.push(make('button', {type: 'button', id: 'go-on', className: 'first', onclick: goOn}, words),
      make('label', {htmlFor: 'more'}, 'for', epochs, 'epochs'));
  }
  if (info.changeable.includes('target_share')) {
    const on = state.keys.target_share !== 0;
    parts.push(make('button', {type: 'button', id: 'targets', 'aria-pressed': String(on), onclick: switchTargets},
      on ? 'Targets are on' : 'Targets are off'));
  }
  if (info.variables.some(one => one.settable && /^W\d+$/.test(one.name))) {
    parts.push(make('button', {type: 'button', id: 'disturb', onclick: disturb}, 'Draw W anew'));
  }
  parts.push(make('button', {type: 'button', id: 'save', disabled: busy, title: busy ? 'Stop first' : '', onclick: save}, 'Save and report'),
    make('button', {type: 'button', id: 'close', onclick: close}, 'Close'));
  const focused = document.activeElement && document.activeElement.closest('#controls') ? document.activeElement.id : '';
  place.replaceChildren(...parts);
  if (focused) {
    (el(focused) || place.querySelector('button')).focus({preventScroll: true});
  }
}

/* Follows a job. If that fails, the next look at the list tries again. */
function attach(number) {
  if (state.job !== number || !state.leave) {
    followJob(number).catch(fault => {
      if (state.job === number) {
        leaveJob();
      }
      fail(fault);
    });
  }
}

async function followJob(number) {
  leaveJob();
  state.job = number;
  controls();
  const session = state.session;
  const job = await get('v1/jobs/' + number);
  if (state.session !== session || state.job !== number || state.leave) {
    return;
  }
  const learned = state.info && state.info.epochs || 0;
  state.until = job.kind !== 'epoch' ? null : job.request.until || learned + (job.request.epochs || 1);
  state.since = job.steps;
  state.pace = [];
  state.waits = job.state === 'waiting';
  const begins = job.kind === 'epoch' ? 'Epoch ' + (learned + 1) + ' of ' + state.until : 'At work: ' + job.kind;
  if (state.waits || job.state === 'running') {
    status(state.waits ? 'Waiting for a processor' : begins, true);
  }
  const leave = follow(number, (name, event) => {
    if (state.job !== number) {
      leave();
      return;
    }
    if (name === 'progress' || name === 'epoch') {
      told(name, event);
    } else if (name === 'started' && state.waits) {
      state.waits = false;
      status(begins, true);
    } else if (name === 'ended' || name === 'lost') {
      state.leave = null;
      ended(event.state === 'failed' && event.problem ? event.problem.detail : '');
    }
  });
  state.leave = leave;
}

/* How fast steps were taken in the last seconds, in words; nothing before it can be known. */
function speedAt(steps) {
  const now = performance.now();
  const last = state.pace[state.pace.length - 1];
  if (!last || steps < last.steps) {
    state.came = now;
    state.pace = [];
  }
  if (now - state.came < PACE_SETTLES) {
    // What had gathered on the way comes all at once. Its last event is the one to count from.
    state.pace = [];
  }
  state.pace.push({at: now, steps: steps});
  while (state.pace.length > 2 && now - state.pace[1].at > PACE_OVER) {
    state.pace.shift();
  }
  const from = state.pace[0];
  return now - from.at < 1000 ? '' : ', ' + short(Math.round((steps - from.steps) / (now - from.at) * 1000)) + ' steps a second';
}

function told(name, event) {
  if (event.steps < state.since) {
    // A stream begins with what was told before the page came.
    return;
  }
  const speed = speedAt(event.steps);
  const of = state.until ? ' of ' + state.until : '';
  if (name === 'epoch') {
    state.info.epochs = event.epoch;
    refreshCurves();
    refreshFeedback();
    // Short epochs tell of nothing between.
    el('progress').value = 1;
    status('Epoch ' + event.epoch + of + ': measured' + speed);
    return;
  }
  if (event.of_steps !== undefined) {
    status('Step ' + short(event.steps) + ' of ' + short(event.of_steps) + speed);
    return;
  }
  el('progress').value = event.presentations ? event.presentation / event.presentations : 0;
  const epoch = event.stage === 'validation' ? event.epoch : event.epoch + 1;
  status(event.stage === 'settling' ? 'Settling' : 'Epoch ' + epoch + of + ': ' + event.stage + ', '
    + short(event.presentation) + ' of ' + short(event.presentations) + ' presentations' + speed);
  refreshFeedback();
}

async function ended(fault) {
  state.stopping = false;
  const session = state.session;
  if (session === null) {
    return;
  }
  el('progress').value = 0;
  if (fault) {
    wrong(fault);
  }
  await attempt(async () => {
    const info = await get('v1/sessions/' + session);
    if (state.session !== session) {
      return;
    }
    state.job = null;
    state.info = info;
    if (info.job) {
      attach(info.job);
      return;
    }
    if (fault) {
      wrong(fault);
    }
    controls();
    status(standing(), true);
    refreshCurves();
    refreshFeedback();
    refreshSessions().catch(fail);
    circuit.renew();
  });
}

const stop = () => attempt(async () => {
  if (state.stopping) {
    return;
  }
  state.stopping = true;
  controls();
  try {
    await post('v1/jobs/' + state.job + '/cancel');
  } catch (fault) {
    state.stopping = false;
    controls();
    throw fault;
  }
});

const goOn = () => attempt(async () => {
  const job = await post('v1/sessions/' + state.session + '/epoch', {epochs: Number(el('more').value), interval: 0.25});
  attach(job.job);
});

/* Changes values of keys, also while the network learns. */
async function change(set) {
  const session = state.session;
  const info = Object.assign(await post('v1/sessions/' + session + '/change', {set: set}), {session: session});
  if (state.session !== session) {
    return;
  }
  state.info = Object.assign({}, state.info, info);
  Object.assign(state.keys, set);
  controls();
  await drawChanges();
}

const switchTargets = () => attempt(async () => {
  const on = state.keys.target_share !== 0;
  if (on) {
    state.share = state.keys.target_share === undefined ? 1 : state.keys.target_share;
  }
  await change({target_share: on ? 0 : state.share});
  status(on ? 'Targets are off from the next epoch on; everything else learns on' : 'Targets are on from the next epoch on', true);
});

/* New weights of the same deviation, as if the network began anew with what it knows of B. */
const disturb = () => attempt(async () => {
  const names = state.info.variables.filter(one => one.settable && /^W\d+$/.test(one.name)).map(one => one.name);
  const arrays = {};
  for (const name of names) {
    const old = await get('v1/sessions/' + state.session + '/variables/' + name);
    const size = old.values.length / old.shape[0];
    arrays[name] = {shape: old.shape, values: new Float32Array(old.values.length)};
    for (let k = 0; k < old.shape[0]; k++) {
      const range = Math.sqrt(3) * rms(Array.from(old.values.slice(k * size, (k + 1) * size)));
      for (let i = 0; i < size; i++) {
        arrays[name].values[k * size + i] = range * (2 * Math.random() - 1);
      }
    }
  }
  await ask('POST', 'v1/sessions/' + state.session + '/set', writeTensors({}, arrays));
  status('W was drawn anew; watch the angle', true);
  refreshFeedback();
});

const save = () => attempt(async () => {
  const folder = state.info.name + '-network-' + state.session;
  const saved = await post('v1/sessions/' + state.session + '/save', {folder: folder});
  const link = reportLink(saved.folder, 'Open its report', 'report');
  el('notes').replaceChildren(make('p', {className: 'notice'}, 'Saved as ' + saved.folder + '. ', link));
  link.focus();
  await refreshRuns();
});

const close = () => attempt(async () => {
  if (window.confirm('Close network ' + state.session + '? What it has learned is gone, unless it was saved.')) {
    const session = state.session;
    leaveJob();
    await ask('DELETE', 'v1/sessions/' + session);
    state.session = null;
    state.beside.delete(session);
    state.sessions = state.sessions.filter(one => one.session !== session);
    location.hash = state.sessions.length ? '#session=' + state.sessions[state.sessions.length - 1].session : '#new';
  }
});

// --- learning rates and targets --------------------------------------------------------------------------------------

let changesOf = null;

async function drawChanges() {
  const info = state.info;
  el('change').hidden = !info.changeable.length;
  if (!info.changeable.length || el('changes').contains(document.activeElement)) {
    return;
  }
  const schema = await get('v1/schema/' + encodeURIComponent(info.model));
  const properties = {};
  info.changeable.filter(name => schema.properties[name]).forEach(name => {
    const value = state.keys[name] === undefined && name === 'target_share' ? 1 : state.keys[name];
    properties[name] = Object.assign({}, schema.properties[name], {default: value});
  });
  if (state.info === null || state.info.session !== info.session) {
    return;
  }
  changesOf = fields({properties: properties}, Object.keys(properties), 'change-');
  el('changes').replaceChildren(...changesOf.elements, make('div', {className: 'buttons'}, make('button', {type: 'submit', id: 'apply'}, 'Change'),
    make('span', {className: 'muted'}, 'The network goes on from where it is, with these values.')));
}

el('changes').addEventListener('submit', event => {
  event.preventDefault();
  const set = changesOf.changed();
  if (Object.keys(set).length) {
    attempt(async () => {
      try {
        await change(set);
        status('Changed ' + Object.keys(set).join(', '), true);
        Object.keys(set).forEach(name => {
          changesOf.all[name].key.default = set[name];
          changesOf.all[name].field.dispatchEvent(new Event('change'));
        });
      } catch (fault) {
        const rest = fault.faults && fault.faults.length ? changesOf.wrong(fault.faults) : null;
        if (!rest || rest.length) {
          throw fault;
        }
      }
    });
  }
});

// --- the address -----------------------------------------------------------------------------------------------------

function toHash() {
  const parts = [state.session === null ? 'new' : 'session=' + state.session, state.beside.size ? 'beside=' + [...state.beside].join(',') : '',
    state.folders.size ? 'folders=' + [...state.folders].map(encodeURIComponent).join('|') : ''].filter(Boolean);
  history.replaceState(null, '', '#' + parts.join('&'));
}

function fromHash(byHand) {
  const parts = Object.fromEntries(location.hash.slice(1).split('&').map(part => part.split('=')));
  if (parts.beside !== undefined || parts.folders !== undefined) {
    state.beside = new Set((parts.beside || '').split(',').filter(Boolean).map(Number));
    state.folders = new Set((parts.folders || '').split(/\||%7C/).filter(Boolean).map(decodeURIComponent));
  }
  if (parts.session !== undefined) {
    choose(Number(parts.session), byHand);
    toHash();
  } else {
    leaveJob();
    state.session = null;
    renderLists();
    showForm(byHand).catch(fault => offline(fault.message));
  }
}

/* Goes to an address within the page, also to the one that is there: who asks for it again has perhaps scrolled away. */
function go(hash) {
  if (location.hash === hash) {
    fromHash(true);
  } else {
    location.hash = hash;
  }
}

window.addEventListener('hashchange', () => fromHash(true));
el('networks').addEventListener('click', event => {
  const link = event.target.closest('a');
  if (link && link.hash === location.hash && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go(link.hash);
  }
});
document.querySelector('.skip').addEventListener('click', event => {
  // Its address would be taken for that of no network.
  event.preventDefault();
  arrive(el(state.session === null ? 'start-title' : 'title'));
});

// --- begin -----------------------------------------------------------------------------------------------------------

el('status').insertAdjacentElement('beforebegin', make('p', {id: 'stands'}));
circuit = circuitView(el('circuit'));
show(wanted());
button.addEventListener('click', () => circuit.themed());

async function openPage() {
  const greeting = await get('v1');
  el('host').textContent = 'PAL4J ' + greeting.version + ' on JDK ' + greeting.jdk + ', ' + greeting.vector_width + ' vectors, ' + greeting.cores
    + (greeting.cores === 1 ? ' core.' : ' cores.');
  await Promise.all([refreshSessions(), refreshRuns()]);
  if (!location.hash && state.sessions.length) {
    history.replaceState(null, '', '#session=' + state.sessions[state.sessions.length - 1].session);
  }
  fromHash(false);
}

const again = (act, every) => setInterval(() => {
  if (!document.hidden) {
    act().catch(() => {});
  }
}, every);

function tryToOpen() {
  openPage().then(() => {
    again(refreshSessions, LIST_EVERY);
    again(refreshRuns, RUNS_EVERY);
  }).catch(fault => {
    if (fault instanceof Unreachable) {
      setTimeout(tryToOpen, LIST_EVERY);
    } else {
      offline(fault.message);
    }
  });
}

tryToOpen();
