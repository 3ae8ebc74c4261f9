// From a form and its pressed button to the request that the browser would send.

/**
 * Returns the call of an action that a form is about to make. `undefined` if it is not for this script.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 * @returns {Call | undefined}
 */
const callOf = (form, button) => {
  const option = (/** @type {string} */ name) => button?.getAttribute('form' + name) ?? attribute(form, name);
  const url = new URL(option('action') || location.href, document.baseURI);
  url.hash = '';
  const target = option('target') || attribute(document.querySelector('base[target]') ?? form, 'target');
  const encoding = option('enctype').toLowerCase();
  const element = button ?? form;
  const isOurs = url.href.startsWith(actions)
    || run(form, 'matches', '[up-validate-url],[data-frontdesk]:not([data-frontdesk=keep])');
  if (!isOurs || url.origin !== location.origin || option('method').toLowerCase() !== 'post'
    || target && target !== '_self' || encoding === 'text/plain'
    || (attribute(form, 'accept-charset') || document.characterSet).toLowerCase() !== 'utf-8'
    || run(element, 'closest', '[data-frontdesk=off]') || run(form, 'closest', '[data-frontdesk=off]')) return;
  const data = new FormData(form, button);
  if (button) {
    // Older browsers leave it out.
    const [name, value] = ['name', 'value'].map(name => attribute(button, name));
    if (attribute(button, 'type').toLowerCase() === 'image') {
      if (!data.has(name ? name + '.x' : 'x')) return;
    } else if (name && !data.getAll(name).includes(value)) data.append(name, value);
  }
  const isMultipart = encoding === 'multipart/form-data';
  return {
    form,
    button,
    url: url.href,
    data,
    body: isMultipart ? data : encoded(data),
    hasFile: isMultipart && [...data.values()].some(value => typeof value !== 'string' && value.size > 0),
    region: attribute(run(element, 'closest', '[data-frontdesk-region]') ?? form, 'data-frontdesk-region'),
    animates: !!run(element, 'closest', '[data-frontdesk-transition]'),
    changes,
  };
};

/**
 * Returns a form as `application/x-www-form-urlencoded`, where files are their names.
 * @param {FormData} data
 */
const encoded = data => new URLSearchParams(
  [...data].map(entry => entry.map(
    // As browsers do: https://url.spec.whatwg.org/#concept-urlencoded-serializer gets line breaks of forms like that.
    text => (typeof text === 'string' ? text : text.name).replace(/\r\n?|\n/g, '\r\n'),
  )),
);

const headers = { Accept: 'text/html,*/*;q=0.9', 'Frontdesk-Request': build };

/**
 * Requests something of this origin, and follows no redirect to another one.
 * @param {string | URL} url
 * @param {RequestInit} [options]
 */
const request = (url, options) => fetch(url, { mode: 'same-origin', headers, ...options });

/**
 * @param {Call} call
 */
const post = ({ url, body }) => request(url, { method: 'POST', body, redirect: 'manual' });

/**
 * Sends a form. With a file, the progress is reported, if that can be loaded.
 * @param {Call} call
 * @returns {Promise<Response>}
 */
const send = call => call.hasFile ? extras().then(({ upload }) => upload(call), () => post(call)) : post(call);
