/* Forms made from the schema of an experiment. Joined with the other scripts of the page. */

/* An element with properties and children. */
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  Object.entries(properties || {}).forEach(([name, value]) => {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name in element && !name.startsWith('aria')) {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  });
  element.append(...children);
  return element;
}

/* What people change first. */
const OFTEN = ['seed', 'seeds', 'layers', 'algorithm', 'activation', 'eta_fw', 'eta_bw', 'eta', 'noise_scale', 'train_samples', 'Tpres'];
/* The form asks for these itself, or they say what the experiment is. */
const APART = ['based_on', 'model', 'epochs', 'preview_epochs', 'name', 'title', 'task', 'each'];

const shownValue = value => value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
const bare = path => path.replace(/[^\w].*$/, '');

/* The bounds of a key in words, for the line beside it. */
function bounds(schema) {
  const one = (schema.anyOf || [schema])[0];
  const huge = v => v === undefined || Math.abs(v) >= 1e6;
  const range = huge(one.minimum) && huge(one.maximum) ? '' : huge(one.maximum) ? 'at least ' + number(one.minimum)
    : huge(one.minimum) ? 'at most ' + number(one.maximum) : number(one.minimum) + ' to ' + number(one.maximum);
  const lists = schema.anyOf && schema.anyOf.some(other => other.type === 'array') && !one.enum ? 'one value, or a list [a, b]'
    : schema.type === 'array' && schema.minItems ? 'a list of ' + schema.minItems : '';
  return [schema['x-unit'], range, lists].filter(Boolean).join('; ');
}

/* The value that somebody typed: a number, a list or a word, as in a configuration file. Undefined if it is the default. */
function typed(field, schema) {
  if (field.type === 'checkbox') {
    return field.checked === Boolean(schema.default) ? undefined : field.checked;
  }
  const text = field.value.trim();
  if (text === shownValue(schema.default)) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (word) {
    const list = text.match(/^\[(.*)\]$/);
    return list ? list[1].split(',').map(part => {
      const item = part.trim();
      return item !== '' && !isNaN(item) ? Number(item) : item.replace(/^["']|["']$/g, '');
    }) : text;
  }
}

/*
 * Fields for the keys of a schema. Gives the fields by name, functions that read what was changed and show what is wrong, and the elements of each
 * group.
 */
function fields(schema, names, prefix) {
  const all = {};
  const element = name => {
    const key = schema.properties[name];
    const id = prefix + name;
    let field;
    if (key.type === 'boolean') {
      field = make('input', {type: 'checkbox', id: id, checked: Boolean(key.default)});
    } else if (key.enum) {
      field = make('select', {id: id}, ...(key.default === undefined ? [''] : []).concat(key.enum).map(value => make('option',
        {value: value, selected: value === key.default}, String(value))));
    } else {
      field = make('input', {type: 'text', id: id, value: shownValue(key.default), autocomplete: 'off', spellcheck: false});
      if (key.type === 'integer' || key.type === 'number') {
        field.inputMode = 'decimal';
      }
    }
    const bad = make('p', {className: 'bad', id: id + '-bad'});
    const told = make('span', {className: 'told', id: id + '-told'}, [key.description, bounds(key)].filter(Boolean).join(' \u2013 '));
    field.setAttribute('aria-describedby', told.id + ' ' + bad.id);
    const row = make('div', {className: 'key'}, make('label', {htmlFor: id}, name), field, told, bad);
    const update = () => {
      row.classList.toggle('changed', typed(field, key) !== undefined);
      bad.textContent = '';
      field.removeAttribute('aria-invalid');
    };
    field.addEventListener('input', update);
    field.addEventListener('change', update);
    all[name] = {field: field, bad: bad, key: key, row: row};
    return row;
  };
  const elements = names.map(element);
  return {
    elements: elements,
    all: all,
    changed: () => {
      const values = {};
      Object.entries(all).forEach(([name, one]) => {
        const value = typed(one.field, one.key);
        if (value !== undefined && value !== '') {
          values[name] = value;
        }
      });
      return values;
    },
    /* Puts each fault beside its key. Gives the sentences that have no key here. */
    wrong: faults => {
      const rest = [];
      let first = null;
      faults.forEach(fault => {
        const one = all[bare(fault.field)];
        const sentence = [fault.value ? fault.value + ' ' : '', fault.bound, fault.fix ? '; ' + fault.fix : ''].join('');
        if (one) {
          one.bad.textContent = sentence;
          one.field.setAttribute('aria-invalid', 'true');
          const hidden = one.row.closest('details');
          if (hidden) {
            hidden.open = true;
          }
          first = first || one.field;
        } else {
          rest.push([fault.field, sentence].filter(Boolean).join(': '));
        }
      });
      if (first) {
        first.focus();
      }
      return rest;
    }
  };
}

/* The groups of a schema, in order: what is changed first, what applies, and the rest. */
function groups(schema) {
  const names = Object.keys(schema.properties).filter(name => !APART.includes(name));
  const first = OFTEN.filter(name => names.includes(name));
  const rest = names.filter(name => !first.includes(name));
  const applies = name => schema.properties[name]['x-applies'] !== false;
  const heading = name => (schema.properties[name]['x-heading'] || 'The experiment').split(/[.:]/)[0];
  const titles = [...new Set(rest.map(heading))];
  return [{title: '', names: first}].concat(
    titles.map(title => ({title: title, names: rest.filter(name => heading(name) === title && applies(name))})),
    [{title: 'What has no effect here, unless other keys change', names: rest.filter(name => !applies(name))}]).filter(group => group.names.length);
}
