// Changes an element into another one, and leaves what is equal as it is: focus, selection, scroll positions,
// players, what users typed elsewhere.

/**
 * @param {Element} old The element of the page.
 * @param {Element} fresh The element that it is to be equal to.
 * @param {boolean} hasFailed Whether the form failed that the page is shown for: dialogs stay open.
 */
const morph = (old, fresh, hasFailed) => {
  const name = old.localName;
  if (attribute(old, 'data-frontdesk') === 'keep' || name === 'noscript') return;
  if (name === 'script' || name === 'template') {
    if (markup(old) !== markup(fresh)) old.replaceWith(alive(fresh));
    return;
  }
  for (const { name: key } of [...old.attributes]) {
    // Users open and close `<details>`. A modal dialog must be closed, and not only look so.
    if (key === 'open') {
      if (old instanceof HTMLDialogElement && !hasFailed && !fresh.hasAttribute(key)) old.close();
    } else if (!fresh.hasAttribute(key)) old.removeAttribute(key);
  }
  for (const given of fresh.attributes) {
    const isOpen = given.name === 'open' && name === 'details';
    if (!isOpen && old.getAttribute(given.name) !== given.value) {
      old.setAttributeNode(/** @type {Attr} */ (given.cloneNode()));
    }
  }
  morphChildren(old, fresh, hasFailed);
  if (!touched.has(old)) morphValue(old, fresh);
};

/**
 * Gives a control the value of the new page.
 * @param {any} old
 * @param {any} fresh
 */
const morphValue = (old, fresh) => {
  if (old.type === 'file') old.value = '';
  else if (/^(radio|checkbox)$/.test(old.type)) old.checked = fresh.checked;
  else if (old.localName === 'select') {
    for (const [i, option] of [...old.options].entries()) option.selected = fresh.options[i]?.selected;
  } else if (/^(input|textarea)$/.test(old.localName) && old.value !== fresh.value) old.value = fresh.value;
};

/**
 * @param {Element} old
 * @param {Element} fresh
 * @param {boolean} hasFailed
 */
const morphChildren = (old, fresh, hasFailed) => {
  const pairs = pairsOf([...old.children], [...fresh.children]);
  const staying = new Set(pairs.values());
  for (const child of [...old.children]) {
    if (!staying.has(child)) drop(child);
  }
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const child = pairs.get(next);
    if (child) {
      // Text in the way goes, so that elements need not move.
      while (at && at !== child && !(at instanceof Element)) at = drop(at);
      if (at === child) at = child.nextSibling;
      else if (old.moveBefore) old.moveBefore(child, at);
      else old.insertBefore(child, at);
      morph(child, /** @type {Element} */ (next), hasFailed);
    } else if (next instanceof CharacterData && at?.nodeType === next.nodeType) {
      const text = /** @type {CharacterData} */ (at);
      if (text.data !== next.data) text.data = next.data;
      at = at.nextSibling;
    } else old.insertBefore(alive(next), at);
  }
  while (at) at = drop(at);
};

/**
 * Removes a node, unless it is to stay, and returns its next sibling.
 * @param {ChildNode} node
 */
const drop = node => {
  const next = node.nextSibling;
  if (attribute(node, 'data-frontdesk') !== 'keep') node.remove();
  return next;
};

/**
 * Returns which old element becomes which new one: first by id, by name, or by the same text, so that rows of a
 * list stay themselves; then any of the same kind, in their order.
 * @param {Element[]} olds
 * @param {Element[]} news
 * @returns {Map<Node, Element>}
 */
const pairsOf = (olds, news) => {
  const pairs = new Map();
  /** @type {((element: Element) => string)[]} */
  const keys = [
    element => attribute(element, 'id') || kind(element) + '\n' + (element.localName !== 'textarea' && element.textContent),
    element => attribute(element, 'id') || kind(element),
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
const kind = element => [
  element.localName,
  ...['name', 'type', /^(radio|checkbox)$/.test(attribute(element, 'type')) ? 'value' : 'action'].map(
    name => attribute(element, name),
  ),
].join(' ');
