/* Talks with the service. Joined with the other scripts of the page. */

/* What the service says is wrong. */
class Refused extends Error {
  constructor(problem) {
    super(problem.detail || problem.title || 'the service refused');
    this.problem = problem;
    this.faults = problem.faults || [];
  }
}

/* Whether something was refused because a job has the network just now. */
const isBusy = fault => fault instanceof Refused && fault.problem.status === 409;

/* The service does not answer. */
class Unreachable extends Error {}

async function ask(method, path, body, headers) {
  let answer;
  try {
    const own = Object.assign({}, headers);
    let sent = body;
    if (body instanceof Uint8Array) {
      own['Content-Type'] = 'application/safetensors';
    } else if (body !== undefined) {
      own['Content-Type'] = 'application/json';
      sent = JSON.stringify(body);
    }
    answer = await fetch(path, {method: method, headers: own, body: sent, credentials: 'same-origin', cache: 'no-store'});
  } catch (lost) {
    connected(false);
    throw new Unreachable('the service does not answer');
  }
  connected(true);
  const type = (answer.headers.get('Content-Type') || '').split(';')[0];
  if (answer.status === 401) {
    offline('This browser is not let in any more. Open the address that the service prints when it starts.');
  }
  if (!answer.ok) {
    throw new Refused(type.endsWith('json') ? await answer.json() : {detail: 'status ' + answer.status});
  }
  if (type === 'application/safetensors') {
    return readTensors(await answer.arrayBuffer());
  }
  if (type === 'application/x-npy') {
    return readNpy(await answer.arrayBuffer());
  }
  return type.endsWith('json') ? answer.json() : null;
}

const get = path => ask('GET', path);
const post = (path, body) => ask('POST', path, body || {});

const notice = document.getElementById('offline');

function offline(text) {
  notice.textContent = text;
  notice.hidden = !text;
}

let reached = true;
/* What to do when the service answers again. */
let whenBack = () => {};
function connected(now) {
  if (now !== reached) {
    reached = now;
    offline(now ? '' : 'The connection to the service is lost. What learns there goes on; this page tries again.');
    if (now) {
      whenBack();
    }
  }
}

/*
 * Follows a job from its beginning. The browser comes back by itself after a lost connection, with the number of the last event. Gives a function
 * that leaves.
 */
function follow(job, handlers) {
  const source = new EventSource('v1/jobs/' + job + '/events');
  const over = () => source.close();
  ['started', 'progress', 'epoch', 'fault', 'ended'].forEach(name => source.addEventListener(name, event => {
    if (name === 'ended') {
      over();
    }
    handlers(name, JSON.parse(event.data), event.lastEventId);
  }));
  source.onopen = () => connected(true);
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) {
      // The job is not known any more, as after a restart. What is there now is asked for anew.
      handlers('lost', {}, '');
    } else {
      connected(false);
    }
  };
  return over;
}
