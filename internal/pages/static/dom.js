// Nodes are made here and nowhere else. Text goes in as text: there is no way to
// hand in HTML, and the content security policy forbids every other.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) {
      if (typeof value !== 'function') throw new TypeError(`${name} must be a function`);
      node.addEventListener(name.slice(2), value);
    } else if (name === 'data') {
      Object.assign(node.dataset, value);
    } else if (name === 'value' || name === 'checked' || name === 'selected') {
      node[name] = value;
    } else if (name === 'href' && !/^[#/]/.test(value)) {
      throw new TypeError(`a link may lead within orderflow only, not to ${value}`);
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false));
  return node;
}

// h makes an HTML element: h('button', {class: 'primary', onclick: f}, 'Order').
// Children are nodes and texts, in arrays as you like; what is null or false is
// left out, of attributes too. Handlers are functions.
export function h(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

// s makes an SVG element, likewise.
export function s(tag, properties, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

// show replaces what is in a node. When just this is in it already nothing moves: a
// button that is being clicked stays where it is.
export function show(node, ...children) {
  const wanted = children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false);
  const there = node.childNodes;
  if (wanted.length !== there.length || wanted.some((c, i) => c !== there[i])) node.replaceChildren(...wanted);
}

// list makes the children of a node follow items, and keeps those whose key stays:
// focus and scroll position live on. make(item) makes a child; update(child, item)
// brings a kept one up to date.
export function list(node, items, key, make, update) {
  const old = new Map([...node.children].map((child) => [child.dataset.key, child]));
  let place = node.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let child = old.get(name);
    if (child) {
      old.delete(name);
      update?.(child, item);
    } else {
      child = make(item);
      child.dataset.key = name;
    }
    if (child === place) {
      place = place.nextElementSibling;
    } else {
      node.insertBefore(child, place);
    }
  }
  for (const child of old.values()) child.remove();
}

const paths = {
  bag: 'M5 8h14l-1 13H6zM9 8V6a3 3 0 0 1 6 0v2',
  check: 'M4 12.5l5 5L20 6.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M14.5 5l-7 7 7 7',
  next: 'M9.5 5l7 7-7 7',
  fork: 'M7 3v6a2.5 2.5 0 0 0 5 0V3M9.5 11.5V21M17.5 21v-7M17.5 14c-2 0-2.5-2-2.5-5s1-6 2.5-6z',
  gift: 'M4 11h16v10H4zM3 7h18v4H3zM12 7v14M12 7S11 3 8.5 3 6 7 8.5 7zM12 7s1-4 3.5-4S18 7 15.5 7z',
  minus: 'M5 12h14',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 9h7M8.5 13h3',
  pin: 'M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  plus: 'M12 5v14M5 12h14',
  receipt: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  sound: 'M4 10v4h3l5 4V6L7 10zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11',
  mute: 'M4 10v4h3l5 4V6L7 10zM16 10l4 4M20 10l-4 4',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 21c0-4 3.5-6 7.5-6s7.5 2 7.5 6',
  warn: 'M12 4L2.5 20h19zM12 10v4M12 17v.500',
};

// icon draws one of the icons; it says nothing to a screen reader.
export function icon(name) {
  return s('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' }, s('path', { d: paths[name] }));
}
