// A client of the session protocol (docs/protocol.md) in plain Node: `node session.mjs ./pal4j session`.
import { spawn } from 'node:child_process';

const TYPES = { float32: Float32Array, float64: Float64Array, int32: Int32Array, int64: BigInt64Array, uint8: Uint8Array, int8: Int8Array, bool: Uint8Array };

class Session {
  constructor(command) {
    this.child = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
    this.waiting = new Map();
    this.bytes = Buffer.alloc(0);
    this.last = 0;
    this.greeting = new Promise((resolve) => this.waiting.set(undefined, { resolve }));
    this.child.stdout.on('data', (more) => this.take(more));
    this.child.on('error', (error) => stop(`${command[0]} can't be started (${error.code})`));
    this.child.on('close', () => this.waiting.size && stop(`${command[0]} has ended`));
  }

  take(more) {
    this.bytes = Buffer.concat([this.bytes, more]);
    while (this.bytes.length >= 16) {
      const head = this.bytes.readUInt32LE(4);
      const end = 16 + head + Number(this.bytes.readBigUInt64LE(8));
      if (this.bytes.length < end) return;
      const reply = JSON.parse(this.bytes.toString('utf8', 16, 16 + head));
      let at = 16 + head;
      for (const { name, dtype, shape } of reply.arrays ?? []) {
        const size = shape.reduce((a, b) => a * b, 1) * TYPES[dtype].BYTES_PER_ELEMENT;
        reply[name] = new TYPES[dtype](Uint8Array.from(this.bytes.subarray(at, at + size)).buffer);
        at += Math.ceil(size / 8) * 8;
      }
      this.bytes = this.bytes.subarray(end);
      if (reply.event) continue;
      const { resolve, reject } = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if (reply.ok === false) reject(new Error(reply.error.message));
      else resolve(reply);
    }
  }

  call(operation, fields = {}, arrays = {}) {
    const id = ++this.last;
    const listed = [];
    const body = [];
    for (const [name, { dtype, shape, values }] of Object.entries(arrays)) {
      const bytes = Buffer.from(TYPES[dtype].from(values).buffer);
      listed.push({ name, dtype, shape });
      body.push(bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8));
    }
    const head = Buffer.from(JSON.stringify({ id, do: operation, ...fields, arrays: listed }));
    const preamble = Buffer.from('P4J1000000000000');
    preamble.writeUInt32LE(head.length, 4);
    preamble.writeBigUInt64LE(BigInt(Buffer.concat(body).length), 8);
    this.child.stdin.write(Buffer.concat([preamble, head, ...body]));
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }
}

function stop(message) {
  console.error(`session.mjs: ${message}`);
  process.exit(2);
}

const command = process.argv.slice(2);
if (command.length === 0) stop('give the command that starts a session: node session.mjs ./pal4j session');
const pal4j = new Session(command);
console.log('version', (await pal4j.greeting).version);
const { session, layers } = await pal4j.call('open', { experiment: 'yinyang', set: { seed: 1, train_samples: 600 } });
const inputs = { dtype: 'float32', shape: [2, 4], values: [0.2, 0.7, 0.8, 0.3, 0.5, 0.5, 0.5, 0.5] };
const { output } = await pal4j.call('present', { session, steps: 100 }, { inputs });
console.log(layers, 'answers', [...output].map((x) => x.toFixed(3)).join(' '));
const { validation_accuracy } = await pal4j.call('epoch', { session });
console.log('after an epoch', (100 * validation_accuracy[0]).toFixed(1), '%');
await pal4j.call('get', { session, names: ['B7'] }).catch((error) => console.log('refused:', error.message.split(',')[0]));
await pal4j.call('quit');
