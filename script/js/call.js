// From a form and its pressed button to the request that the browser would send.

/**
 * Returns the call of an action that a form is about to make. `undefined` if it is not for this script.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 * @returns {Call | undefined}
 */
const callOf = (form, button) => {
  const option = (/** @type {string} */ name) => button?.getAttribute('form' + name) ?? form.getAttribute(name) ?? '';
  const url = new URL(option('action') || location.href, document.baseURI);
  const target = option('target') || attribute(document.querySelector('base[target]') ?? form, 'target');
  const encoding = option('enctype').toLowerCase();
  const element = button ?? form;
  const isOurs = url.href.startsWith(actions) || form.matches('[up-validate-url],[data-frontdesk]');
  if (!isOurs || url.origin !== location.origin || option('method').toLowerCase() !== 'post'
    || target && target !== '_self' || encoding === 'text/plain' || element.closest('[data-frontdesk=off]')
    || form.closest('[data-frontdesk=off]')) return;
  const data = new FormData(form, button);
  const isMultipart = encoding === 'multipart/form-data';
  return {
    form,
    button,
    url: url.href,
    data,
    body: isMultipart ? data : encoded(data),
    hasFile: isMultipart && [...data.values()].some(value => typeof value !== 'string' && value.size > 0),
    region: attribute(element.closest('[data-frontdesk-region]') ?? form, 'data-frontdesk-region'),
    animates: !!element.closest('[data-frontdesk-transition]'),
  };
};

/**
 * Returns a form as `application/x-www-form-urlencoded`, where files are their names.
 * @param {FormData} data
 */
const encoded = data => new URLSearchParams(
  [...data].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]),
);

/** @returns {Record<string, string>} */
const headers = () => ({ Accept: 'text/html,*/*;q=0.9', 'Frontdesk-Request': build });

/**
 * Sends a form. With a file, `XMLHttpRequest` reports the progress.
 * @param {Call} call
 * @returns {Promise<Response>}
 */
const send = ({ form, url, body, hasFile }) => hasFile ? new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open('POST', url);
  for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
  request.responseType = 'blob';
  request.upload.onprogress = ({ loaded, total }) => {
    emit(form, 'frontdesk:progress', { loaded, total });
    for (const bar of form.querySelectorAll('progress')) {
      bar.max = total;
      bar.value = loaded;
    }
  };
  request.onerror = request.onabort = reject;
  request.onload = () => {
    const lines = request.getAllResponseHeaders().matchAll(/(.+?): (.*)/g);
    const headers = new Headers([...lines].map(/** @returns {[string, string]} */ ([, name, value]) => [name, value]));
    const body = request.response?.size ? request.response : null;
    const response = new Response(body, { status: request.status, headers });
    resolve(Object.defineProperty(response, 'url', { value: request.responseURL }));
  };
  request.send(body);
}) : fetch(url, { method: 'POST', body, headers: headers() });
