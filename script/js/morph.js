// Changes an element into another one, and leaves what is equal as it is: focus, selection, scroll positions,
// players, what users typed elsewhere.

/**
 * @param {Element} old The element of the page.
 * @param {Element} fresh The element that it is to be equal to.
 * @param {boolean} isAgain Whether the page shows a form again: dialogs stay open.
 */
const morph = (old, fresh, isAgain) => {
  const name = old.localName;
  const isWritten = touched.has(old) && /** @type {HTMLElement} */ (old).isContentEditable;
  if (attribute(old, 'data-frontdesk') === 'keep' || name === 'noscript' || isWritten) return;
  if (name === 'script' || name === 'template') {
    if (markup(old) !== markup(fresh)) old.replaceWith(alive(fresh));
    return;
  }
  /** @type {NamedNodeMap[]} */
  const [has, wants] = [old, fresh].map(element => read(element, 'attributes'));
  for (const { name: key } of [...has].filter(({ name }) => !wants.getNamedItem(name))) {
    // Users open and close `<details>`. A modal dialog must be closed, and not only look so.
    if (key !== 'open') has.removeNamedItem(key);
    else if (old instanceof HTMLDialogElement && !isAgain) old.close();
  }
  for (const given of wants) {
    // Users open and close `<details>`. What has errors is opened.
    const isOwn = given.name === 'open' && name === 'details' && !run(fresh, 'querySelector', '[aria-invalid=true]');
    if (!isOwn && has.getNamedItem(given.name)?.value !== given.value) {
      has.setNamedItem(/** @type {Attr} */ (given.cloneNode()));
    }
  }
  morphChildren(old, fresh, isAgain);
  if (!touched.has(old)) morphValue(old, fresh, isAgain);
};

/**
 * Gives a control the value of the new page.
 * @param {any} old
 * @param {any} fresh
 * @param {boolean} isAgain
 */
const morphValue = (old, fresh, isAgain) => {
  if (old.type === 'file') isAgain || (old.value = '');
  else if (/^(radio|checkbox)$/.test(old.type)) old.checked = fresh.checked;
  else if (old.localName === 'select') {
    for (const [i, option] of [...old.options].entries()) option.selected = fresh.options[i]?.selected;
  } else if (/^(input|textarea)$/.test(old.localName) && old.value !== fresh.value) old.value = fresh.value;
};

/**
 * @param {Element} old
 * @param {Element} fresh
 * @param {boolean} isAgain
 */
const morphChildren = (old, fresh, isAgain) => {
  /** @type {Element[]} */
  const olds = [...read(old, 'children')];
  const pairs = pairsOf(olds, [...read(fresh, 'children')]);
  const staying = new Set(pairs.values());
  /** Removes a node, unless it is to stay, and returns its next sibling. @type {(node: Node) => Node | null} */
  const drop = node => {
    const next = read(node, 'nextSibling');
    if (attribute(node, 'data-frontdesk') !== 'keep') run(old, 'removeChild', node);
    return next;
  };
  for (const child of olds) {
    if (!staying.has(child)) drop(child);
  }
  const insert = read(old, 'insertBefore');
  const move = read(old, 'moveBefore') ?? insert;
  /** @type {Node | null} */
  let at = read(old, 'firstChild');
  for (const next of [...read(fresh, 'childNodes')]) {
    const child = pairs.get(next);
    if (child) {
      // Text in the way goes, so that elements need not move.
      while (at && at !== child && !(at instanceof Element)) at = drop(at);
      if (at === child) at = read(child, 'nextSibling');
      else move.call(old, child, at);
      morph(child, /** @type {Element} */ (next), isAgain);
    } else if (next instanceof CharacterData && at?.nodeType === next.nodeType) {
      const text = /** @type {CharacterData} */ (at);
      if (text.data !== next.data) text.data = next.data;
      at = at.nextSibling;
    } else insert.call(old, alive(next), at);
  }
  while (at) at = drop(at);
};

/**
 * Returns which old element becomes which new one: first by id, by name, by the first id in it, or by the same text, so
 * that rows of a list stay themselves; then any of the same kind, in their order.
 * @param {Element[]} olds
 * @param {Element[]} news
 * @returns {Map<Node, Element>}
 */
const pairsOf = (olds, news) => {
  const pairs = new Map();
  /** @type {((element: Element) => string)[]} */
  const keys = [
    element => named(element) || kind(element) + '\n' + (
      attribute(run(element, 'querySelector', '[id]') ?? element, 'id')
      || element.localName !== 'textarea' && element.textContent
    ),
    element => named(element) || kind(element),
  ];
  for (const key of keys) {
    /** @type {Map<string, Element[]>} */
    const found = new Map();
    for (const element of olds) {
      const name = key(element);
      found.get(name)?.push(element) ?? found.set(name, [element]);
    }
    for (const element of news.filter(element => !pairs.has(element))) {
      const pair = found.get(key(element))?.shift();
      if (pair) pairs.set(element, pair);
    }
    const used = new Set(pairs.values());
    olds = olds.filter(element => !used.has(element));
  }
  return pairs;
};

/**
 * @param {Element} element
 */
const named = element => attribute(element, 'id') && element.localName + '#' + attribute(element, 'id');

/**
 * @param {Element} element
 */
const kind = element => [
  element.localName,
  ...['name', 'type', /^(radio|checkbox)$/.test(attribute(element, 'type')) ? 'value' : 'action'].map(
    name => attribute(element, name),
  ),
].join(' ');
