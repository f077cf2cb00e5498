/* Arrays as the service sends them: .npy for one, safetensors for many. Joined with the other scripts of the page. */

const TYPES = {
  F32: Float32Array, F64: Float64Array, I32: Int32Array, I64: BigInt64Array, U8: Uint8Array, BOOL: Uint8Array,
  '<f4': Float32Array, '<f8': Float64Array, '<i4': Int32Array, '<i8': BigInt64Array, '|u1': Uint8Array, '|b1': Uint8Array
};

/* Numbers of a type from bytes that need not be aligned. */
function numbers(type, bytes) {
  if (!TYPES[type]) {
    throw new Error('arrays of the type ' + type + ' are not read here');
  }
  const values = new TYPES[type](bytes.slice().buffer);
  return values instanceof BigInt64Array ? Array.from(values, Number) : values;
}

function readNpy(buffer) {
  const bytes = new Uint8Array(buffer);
  const long = bytes[6] > 1;
  const view = new DataView(buffer);
  const start = long ? 12 : 10;
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const head = new TextDecoder('latin1').decode(bytes.subarray(start, end));
  const shape = head.match(/'shape':\s*\(([^)]*)\)/)[1].split(',').filter(part => part.trim()).map(Number);
  return {shape: shape, values: numbers(head.match(/'descr':\s*'([^']*)'/)[1], bytes.subarray(end))};
}

/* A safetensors file of float32 arrays, {name: {shape, values}}, with the fields of a request. */
function writeTensors(fields, arrays) {
  const head = {__metadata__: {request: JSON.stringify(fields)}};
  let length = 0;
  Object.entries(arrays).forEach(([name, array]) => {
    head[name] = {dtype: 'F32', shape: array.shape, data_offsets: [length, length + 4 * array.values.length]};
    length += 4 * array.values.length;
  });
  const text = new TextEncoder().encode(JSON.stringify(head));
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + length).fill(32, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  Object.entries(arrays).forEach(([name, array]) => {
    bytes.set(new Uint8Array(Float32Array.from(array.values).buffer), start + head[name].data_offsets[0]);
  });
  return bytes;
}

/* The arrays of a safetensors file by name, and the fields of the reply. */
function readTensors(buffer) {
  const bytes = new Uint8Array(buffer);
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const arrays = {};
  Object.keys(head).filter(name => name !== '__metadata__').forEach(name => {
    const [from, to] = head[name].data_offsets;
    arrays[name] = {shape: head[name].shape, values: numbers(head[name].dtype, bytes.subarray(8 + length + from, 8 + length + to))};
  });
  return {fields: JSON.parse((head.__metadata__ || {}).reply || '{}'), arrays: arrays};
}
