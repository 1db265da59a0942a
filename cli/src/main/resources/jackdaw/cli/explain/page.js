'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const ARROWS = ['←', '→', '↑', '↓'];
  const WORDS = ['left', 'right', 'up', 'down'];
  const ENDS = { goal: '★', trap: '✕', limit: '◷', cut: '…' };
  const MOVES = [[-1, 0], [1, 0], [0, -1], [0, 1]];
  const CELL = 64;
  const get = (id) => document.getElementById(id);
  const sections = [...document.querySelectorAll('main section')];
  let step = 0;
  let pass = data.passes;
  let pinned = null;

  function make(tag, attributes = {}, ...children) {
    const svg = ['svg', 'rect', 'text', 'path', 'line'].includes(tag);
    const math = ['math', 'mn', 'mo', 'mrow', 'mi'].includes(tag);
    const space = svg ? 'http://www.w3.org/2000/svg' : math ? 'http://www.w3.org/1998/Math/MathML' : 'http://www.w3.org/1999/xhtml';
    const element = document.createElementNS(space, tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.append(...children);
    return element;
  }

  // Numbers by name: "2/ratio.3" is the family ratio, in pass 2, with the index 3.

  function parts(name) {
    const [before, rest] = name.includes('/') ? name.split('/') : ['', name];
    const [family, ...indices] = rest.split('.');
    return { pass: before, family, indices };
  }
  const present = (name) => name.startsWith('*') ? (pass ? pass + '/' : '') + name.slice(1) : name;
  const familyOf = (name) => get('family-' + parts(name).family);
  const minus = (text) => text.replace('-', '−');

  function shown(name) {
    const decimals = Math.min(familyOf(name).dataset.decimals, data.passes ? 3 : 2);
    const text = data.cells[name].v.toFixed(decimals);
    return minus(/^-0\.?0*$/.test(text) ? text.slice(1) : text);
  }
  const digits = (name, count) => minus(String(Number(data.cells[name].v.toPrecision(count))));

  /** A copy of what a family is called, with the number's own indices. */
  function called(name, what) {
    const { pass: of, indices } = parts(name);
    const copy = familyOf(name).content.querySelector(what).cloneNode(true);
    copy.querySelectorAll('[data-index]').forEach((slot) => {
      const index = indices[slot.dataset.index];
      slot.textContent = 'action' in slot.dataset ? ARROWS[index] : 'row' in slot.dataset ? data.rows[index - 1].label : index;
    });
    copy.querySelectorAll('[data-pass]').forEach((slot) => { slot.textContent = of || pass; });
    return copy;
  }

  function number(name) {
    const cell = data.cells[name];
    const button = make('button', { type: 'button', class: 'number', 'data-cell': name }, shown(name));
    button.setAttribute('aria-label', called(name, 'span').textContent + ': ' + shown(name));
    if ('sign' in familyOf(name).dataset) button.classList.add(cell.v < 0 ? 'down' : 'up');
    return button;
  }

  /** The number, and whether the document prints the same. */
  function numbers(name) {
    const cell = data.cells[name];
    if (!cell.doc) return [number(name)];
    const printed = 'The document prints ' + minus(cell.doc);
    return [number(name), cell.wrong
      ? make('s', { class: 'wrong', title: printed }, minus(cell.doc))
      : make('span', { class: 'right', title: printed, role: 'img', 'aria-label': printed }, '✓')];
  }

  // Tables.

  function rowHead(row, t) {
    const head = make('th', { scope: 'row' }, make('span', { class: 't' }, String(t)), row.label + ' ',
      make('span', { class: 'arrow', 'aria-label': WORDS[row.action] }, ARROWS[row.action]));
    if (row.end) head.append(make('span', { class: 'end ' + row.end, title: row.end }, ENDS[row.end]));
    return head;
  }

  function fillRows(table) {
    const families = table.dataset.rows.split(' ');
    const body = table.tBodies[0] ?? table.createTBody();
    body.replaceChildren(...data.rows.map((row, i) => make('tr', row.end ? { class: 'ends' } : {},
      rowHead(row, i + 1),
      ...families.map((family) => make('td', isHeld(family, i + 1) ? { class: 'held' } : {}, ...numbers(present(family) + '.' + (i + 1)))))));
    const heads = [...table.tHead.rows[0].cells].slice(1);
    heads.forEach((head, i) => {
      if (!head.childNodes.length) head.append(symbol(present(families[i]) + '.1', 't'));
    });
  }

  /** Whether it is a ratio that was cut, or a minimum that the clip decides. */
  function isHeld(family, t) {
    const value = (of) => data.cells[`${present(family).replace(/[a-z]+$/, of)}.${t}`].v;
    if (/^\*?clip$/.test(family)) return value('clip') !== value('ratio');
    return /^\*?min$/.test(family) && value('csurr') < value('surr');
  }

  function symbol(name, index) {
    const math = called(name, 'math');
    if (index) math.querySelectorAll('[data-index]').forEach((slot) => { slot.textContent = index; });
    return math;
  }

  /** One row for each cell of the grid that was acted in, or for each step; one column an action. */
  function fillStates(table) {
    const byStep = 'steps' in table.dataset;
    const keys = byStep ? data.rows.map((row, i) => i + 1) : [...new Set(data.rows.map((row) => row.state))].sort((a, b) => a - b);
    const body = table.tBodies[0] ?? table.createTBody();
    body.replaceChildren(...keys.map((key) => make('tr', {},
      make('th', { scope: 'row' }, byStep ? data.rows[key - 1].label : String(key)),
      ...ARROWS.map((arrow, action) => {
        const taken = data.rows.some((row, i) => row.action === action && (byStep ? i + 1 : row.state) === key);
        return make('td', taken ? { class: 'taken' } : {}, ...numbers(present(table.dataset.states) + '.' + key + '.' + action));
      }))));
    if (!table.tHead) {
      table.createTHead().append(make('tr', {}, make('th', { scope: 'col' }, byStep ? 'state' : 'cell'),
        ...ARROWS.map((arrow, i) => make('th', { scope: 'col', 'aria-label': WORDS[i] }, make('span', { class: 'arrow' }, arrow)))));
    }
  }

  // Pictures of the grid.

  const middle = (cell) => [(cell % data.grid.columns + 0.5) * CELL, (Math.floor(cell / data.grid.columns) + 0.5) * CELL];

  function grid(label, here) {
    const { rows, columns, trap, goal, start } = data.grid;
    const svg = make('svg', { viewBox: `-2 -2 ${columns * CELL + 4} ${rows * CELL + 4}`, role: 'img', 'aria-label': label });
    for (let cell = 0; cell < rows * columns; cell++) {
      const [x, y] = middle(cell);
      const kind = cell === goal ? 'isgoal' : cell === trap ? 'istrap' : '';
      svg.append(make('rect', { class: `cell ${kind} ${cell === here ? 'here' : ''}`, x: x - 30, y: y - 30, width: 60, height: 60, rx: 7 }));
      const named = data.passes ? cell : data.rows.find((row) => row.state === cell)?.label ?? '';
      svg.append(make('text', { x: x - 25, y: y - 17 }, named + (cell === start ? ' start' : '')));
      if (kind) svg.append(make('text', { class: `sign ${kind}sign`, x, y: y + 7 }, kind === 'isgoal' ? '★' : '✕'));
    }
    return svg;
  }

  /** An arrow for a step; beside the middle, so that there and back are two, and short against a wall. */
  function move(svg, row, count) {
    const [x, y] = middle(row.state);
    const [dx, dy] = MOVES[row.action];
    const wall = row.next === row.state;
    const [sx, sy] = [x + dx * (wall ? 4 : 10) - dy * 7, y + dy * (wall ? 4 : 10) + dx * 7];
    const length = wall ? 17 : CELL - 24;
    const [ex, ey] = [sx + dx * length, sy + dy * length];
    svg.append(make('line', { class: 'move', x1: sx, y1: sy, x2: ex, y2: ey }));
    svg.append(make('path', { class: 'tip', d: `M${ex + dx * 8} ${ey + dy * 8} L${ex - dy * 5} ${ey + dx * 5} L${ex + dy * 5} ${ey - dx * 5} Z` }));
    svg.append(make('text', { class: 'count', x: sx + dx * length / 2 - dy * 9, y: sy + dy * length / 2 + dx * 9 + 4 }, String(count)));
  }

  const endWords = { goal: 'the goal', trap: 'the trap', limit: 'the time limit', cut: 'goes on after the rollout' };

  function fillPaths(box) {
    const episodes = [...new Set(data.rows.map((row) => row.episode))];
    box.replaceChildren(...episodes.map((episode) => {
      const of = data.rows.map((row, i) => [row, i + 1]).filter(([row]) => row.episode === episode);
      const end = endWords[of.at(-1)[0].end];
      const words = `Steps ${of[0][1]} to ${of.at(-1)[1]}: ${end}`.replace(/Steps (\d+) to \1:/, 'Step $1:');
      const svg = grid(words);
      of.forEach(([row, t]) => move(svg, row, t));
      return make('figure', {}, svg, make('figcaption', {}, words));
    }));
  }

  /** Points from each cell's middle, as long as the action is likely. */
  function fillPolicy(box) {
    const family = box.dataset.policy;
    const svg = grid(box.dataset.label);
    [...new Set(data.rows.map((row) => row.state))].forEach((state) => {
      const [x, y] = middle(state);
      MOVES.forEach(([dx, dy], action) => {
        const tip = 3 + data.cells[`${family}.${state}.${action}`].v * 26;
        svg.append(make('path', { class: 'likely', d: `M${x + dx * tip} ${y + dy * tip} L${x + dx * 3 - dy * 6} ${y + dy * 3 + dx * 6} L${x + dx * 3 + dy * 6} ${y + dy * 3 - dx * 6} Z` }));
      });
    });
    box.replaceChildren(svg, make('figcaption', {}, box.dataset.label));
  }

  function drawMap(t) {
    const row = data.rows[t - 1];
    const svg = grid(row ? `Step ${t}: ${WORDS[row.action]} from ${row.label}` : 'The grid', row?.state);
    if (row) move(svg, row, t);
    get('map').replaceChildren(svg);
  }

  // Where a number comes from.

  function group(content, name) {
    const open = data.cells[name].v < 0;
    return open ? make('mrow', {}, make('mo', { stretchy: 'false' }, '('), content, make('mo', { stretchy: 'false' }, ')')) : content;
  }

  /** The formula with symbols, or with the numbers themselves. */
  function worked(cell, withNumbers) {
    const math = make('math', { displaystyle: 'true' });
    math.append(make('mo', {}, '='), get('formula-' + cell.f).content.querySelector('math').firstElementChild.cloneNode(true));
    const put = (slot, name) => {
      const bare = 'bare' in slot.dataset;
      const value = () => make('mn', {}, digits(name, 4));
      slot.replaceChildren(withNumbers ? (bare ? value() : group(value(), name)) : inner(name));
    };
    const inner = (name) => make('mrow', {}, ...called(name, 'math').childNodes);
    math.querySelectorAll('[data-source]').forEach((slot) => put(slot, cell.s[slot.dataset.source]));
    math.querySelectorAll('[data-count]').forEach((slot) => { slot.textContent = cell.s.length; });
    math.querySelectorAll('[data-each]').forEach((slot) => {
      const pattern = slot.firstElementChild;
      const from = Number(slot.dataset.each);
      const names = cell.s.slice(from);
      const few = names.length <= 4 ? names : [names[0], names[1], null, names.at(-1)];
      slot.replaceChildren(...few.flatMap((name, i) => {
        const term = name ? pattern.cloneNode(true) : make('mo', {}, '⋯');
        if (name) [term, ...term.querySelectorAll('*')].filter((place) => 'term' in place.dataset).forEach((place) => put(place, name));
        return i ? [make('mo', {}, slot.dataset.joined ?? '+'), term] : [term];
      }));
    });
    return make('div', { class: 'work' }, math);
  }

  function trace(name) {
    const box = get('trace');
    document.querySelectorAll('.chosen, .source').forEach((e) => e.classList.remove('chosen', 'source'));
    box.classList.toggle('open', Boolean(name));
    if (!name) {
      box.replaceChildren(make('p', { class: 'small' }, 'Point at a number, or go to it with Tab, to see the numbers that it comes from. A click keeps it; Escape lets it go.'));
      drawMap(0);
      return;
    }
    const cell = data.cells[name];
    const { family, indices } = parts(name);
    const close = make('button', { type: 'button', id: 'close', 'aria-label': 'Close' }, '×');
    box.replaceChildren(close, make('p', { class: 'name' }, called(name, 'math'), ' ', called(name, 'span')));
    if (cell.f) box.append(...(cell.s.length ? [worked(cell, false), worked(cell, true)] : [worked(cell, false)]));
    box.append(make('p', { class: 'result' }, '= ' + digits(name, 5)));
    if (!cell.f) box.append(make('p', { class: 'small' }, familyOf(name).dataset.origin));
    if (cell.doc) box.append(make('p', { class: cell.wrong ? 'mark' : 'small' }, `The document prints ${minus(cell.doc)}.`));
    const sources = [...new Set(cell.s ?? [])];
    if (sources.length) {
      box.append(make('div', { class: 'chips' }, ...sources.map((source) =>
        make('button', { type: 'button', 'data-source-of': source }, called(source, 'math'), ' = ' + digits(source, 5)))));
    }
    fit(box);
    const inStep = sections[step].querySelectorAll('[data-cell]');
    inStep.forEach((element) => {
      element.classList.toggle('chosen', element.dataset.cell === name);
      element.classList.toggle('source', sources.includes(element.dataset.cell));
    });
    const byStep = familyOf(name).dataset.by === 'step';
    drawMap(byStep && indices.length ? Number(indices[0]) : data.rows.findIndex((row) => String(row.state) === indices[0] && String(row.action) === indices[1]) + 1);
  }

  /** Makes formulas smaller that are wider than their box. */
  function fit(box) {
    box.querySelectorAll('.work').forEach((line) => {
      const share = line.clientWidth / line.firstElementChild.getBoundingClientRect().width;
      if (share < 1) line.firstElementChild.style.fontSize = `${Math.max(0.6, share * 0.98)}rem`;
    });
  }

  function pin(name) {
    pinned = name;
    trace(name);
  }

  // Steps.

  function fill(section) {
    section.querySelectorAll('[data-rows]').forEach(fillRows);
    section.querySelectorAll('[data-states]').forEach(fillStates);
    section.querySelectorAll('[data-value]').forEach((slot) => slot.replaceChildren(...numbers(present(slot.dataset.value))));
    section.querySelectorAll('[data-paths]').forEach(fillPaths);
    section.querySelectorAll('[data-policy]').forEach(fillPolicy);
    section.querySelectorAll('.passes').forEach((box) => {
      box.replaceChildren('Pass', ...Array.from({ length: data.passes }, (_, i) =>
        make('button', { type: 'button', 'data-choose': i + 1, 'aria-pressed': String(pass === i + 1), 'aria-label': 'Pass ' + (i + 1) }, String(i + 1))));
    });
  }

  function show(index, focus) {
    step = Math.max(0, Math.min(sections.length - 1, index));
    sections.forEach((section, i) => { section.hidden = i !== step; });
    const section = sections[step];
    fill(section);
    pin(null);
    const title = section.querySelector('h2').textContent;
    get('place').textContent = `${step + 1} of ${sections.length}: ${section.dataset.title}`;
    get('back').disabled = step === 0;
    get('next').disabled = step === sections.length - 1;
    document.querySelectorAll('#steps button').forEach((button, i) => {
      if (i === step) button.setAttribute('aria-current', 'step'); else button.removeAttribute('aria-current');
    });
    document.title = `${title} – one update of PPO`;
    if (focus) {
      scrollTo(0, 0);
      section.querySelector('h2').focus({ preventScroll: true });
    }
  }

  function go(index) {
    if (index < 0 || index >= sections.length || index === step) return;
    location.hash = sections[index].dataset.step;
  }

  function fromHash(focus) {
    const wanted = location.hash.slice(1);
    show(Math.max(0, sections.findIndex((section) => section.dataset.step === wanted)), focus);
  }

  function start() {
    document.querySelectorAll('[data-if]').forEach((element) => {
      if (!data.flags.includes(element.dataset.if)) element.remove();
    });
    document.querySelector('#steps ol').append(...sections.map((section, i) =>
      make('li', {}, make('button', { type: 'button', 'data-go': i }, make('b', {}, String(i + 1)), make('span', {}, section.dataset.title)))));
    sections.forEach((section) => section.querySelector('h2').setAttribute('tabindex', '-1'));
    get('about').append(get('about-text').content);
    document.querySelectorAll('[data-fact]').forEach((slot) => { slot.textContent = data.facts[slot.dataset.fact]; });
    get('theme').textContent = matchMedia('(prefers-color-scheme: dark)').matches ? 'Light' : 'Dark';
    fromHash(false);
  }

  addEventListener('hashchange', () => fromHash(true));
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const target = { ArrowRight: step + 1, ArrowLeft: step - 1, Home: 0, End: sections.length - 1 }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      go(target);
    } else if (event.key === 'Escape') {
      pin(null);
    }
  });
  const numberAt = (event) => event.target.closest?.('main .number')?.dataset.cell;
  addEventListener('mouseover', (event) => {
    if (!pinned && numberAt(event)) trace(numberAt(event));
  });
  addEventListener('focusin', (event) => {
    if (!numberAt(event)) return;
    pinned = null;
    trace(numberAt(event));
  });
  addEventListener('click', (event) => {
    const button = event.target.closest('button');
    const name = numberAt(event);
    if (name) {
      pin(name);
    } else if (!button) {
      if (!event.target.closest('aside')) pin(null);
    } else if (button.dataset.sourceOf) {
      pin(button.dataset.sourceOf);
    } else if (button.dataset.choose) {
      pass = Number(button.dataset.choose);
      show(step, false);
      sections[step].querySelector('[aria-pressed="true"]').focus();
    } else if (button.dataset.go) {
      go(Number(button.dataset.go));
    } else if (button.id === 'back') {
      go(step - 1);
    } else if (button.id === 'next') {
      go(step + 1);
    } else if (button.id === 'close') {
      pin(null);
    } else if (button.id === 'theme') {
      const dark = button.textContent === 'Dark';
      document.documentElement.dataset.theme = dark ? 'dark' : 'light';
      button.textContent = dark ? 'Light' : 'Dark';
    }
  });
  start();
})();
