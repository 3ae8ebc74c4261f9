// What the trials look at in a page. Each function returns a list of texts: what is wrong.

const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'

/** The controls that can be used, in the order of the document. */
const controls = () =>
  [...document.querySelectorAll(CONTROLS)].filter(
    element => !element.disabled && element.checkVisibility({ visibilityProperty: true }),
  )

/** How a person would name an element. */
const named = element => {
  const text = (element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent).trim()
  return `${element.localName} "${text.replace(/\s+/g, ' ').slice(0, 30)}"`
}

const inStyle = (element, name) => getComputedStyle(element).getPropertyValue(name)

// Colours.

const channels = color => color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0]

const luminance = color => {
  const [red, green, blue] = channels(color).map(value => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** The colour that is seen around an element. */
const around = element => {
  for (let outer = element.parentElement; outer; outer = outer.parentElement) {
    const color = inStyle(outer, 'background-color')
    if ((channels(color)[3] ?? 1) === 1) return color
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'rgb(18, 18, 18)' : 'rgb(255, 255, 255)'
}

// The checks.

/** 2.4.7, 2.4.11, 1.4.11: each control that has the focus has an outline that is seen, and nothing covers it. */
const withoutFocus = () =>
  controls().flatMap(element => {
    element.focus()
    if (document.activeElement !== element) return [`${named(element)} can't have the focus`]
    if (!element.matches(':focus-visible')) return [`${named(element)} doesn't show the focus`]
    const [width, style, color] = ['width', 'style', 'color'].map(part => inStyle(element, `outline-${part}`))
    if (style === 'none' || Number.parseFloat(width) < 2) return [`${named(element)} has no outline: ${width} ${style}`]
    const ratio = contrast(color, around(element))
    if (style !== 'auto' && ratio < 3) return [`${named(element)}: contrast of the outline is ${ratio.toFixed(1)}`]
    const { x, y, width: wide, height: high } = element.getBoundingClientRect()
    const above = document.elementFromPoint(x + wide / 2, y + high / 2)
    const isSeen = above && (element.contains(above) || above.contains(element))
    return isSeen ? [] : [`${named(element)} is covered when it has the focus`]
  })

/** 2.5.8: each control is at least 24 pixels wide and high, but for links in a sentence. */
const tooSmall = () =>
  controls().flatMap(element => {
    const inSentence = inStyle(element, 'display') === 'inline'
      && element.parentElement.textContent.trim() !== element.textContent.trim()
    const { width, height } = element.getBoundingClientRect()
    return inSentence || (width >= 24 && height >= 24) ? [] : [`${named(element)} is ${width} × ${height}`]
  })

/** 1.4.4, 1.4.10, 1.4.12: nothing is cut off, or beside the page. */
const cutOff = () => {
  const page = document.documentElement
  const found = page.scrollWidth > innerWidth ? [`the page is ${page.scrollWidth} wide, in a window of ${innerWidth}`] : []
  for (const element of document.body.querySelectorAll('*')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || inStyle(element, 'clip-path') !== 'none') continue
    const hasText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
    const { left, right } = element.getBoundingClientRect()
    const isBeside = (left < -1 || right > innerWidth + 1) && (hasText || element.matches(CONTROLS))
    const clips = inStyle(element, 'overflow-x') !== 'visible' && !element.matches('input, textarea')
    const isHigher = !/auto|scroll/.test(inStyle(element, 'overflow-y')) && element.scrollHeight > element.clientHeight + 1
    const isClipped = clips && (element.scrollWidth > element.clientWidth + 1 || isHigher)
    const bursts = element.matches('button, a, summary') && element.scrollWidth > element.clientWidth + 1
      && inStyle(element, 'display') !== 'inline'
    if (isBeside || isClipped || bursts) found.push(`${named(element)} is cut off`)
  }
  return found
}

/** Forced colours: what a background or a shadow shows, something else shows too. */
const lostColors = () => {
  if (!matchMedia('(forced-colors: active)').matches) return ['colours are not forced']
  const found = []
  const edge = element => ['border-top-width', 'border-bottom-width', 'border-top-style', 'font-weight', 'text-decoration-line']
    .map(name => inStyle(element, name)).join(' ')
  for (const element of document.querySelectorAll('[aria-invalid=true], [aria-current]')) {
    const like = element.matches('[aria-invalid]')
      ? document.querySelector('input:not([type=hidden], [type=checkbox], [aria-invalid])')
      : element.parentElement.querySelector(':scope > :not([aria-current])')
    if (like && edge(element) === edge(like)) found.push(`${named(element)} looks like ${named(like)}`)
  }
  for (const element of document.querySelectorAll('[role=alert], [role=status], .error')) {
    if (!element.textContent.trim() || inStyle(element, 'clip-path') !== 'none') continue
    const ratio = contrast(inStyle(element, 'color'), around(element.firstElementChild ?? element))
    if (ratio < 4.5) found.push(`${named(element)}: contrast ${ratio.toFixed(1)}`)
  }
  for (const element of controls().filter(element => element.matches('button, summary'))) {
    // The triangle of the browser.
    if (inStyle(element, 'display') === 'list-item' && inStyle(element, 'list-style-type') !== 'none') continue
    const marks = [element, '::before', '::after'].some(part => {
      const style = part === element ? getComputedStyle(element) : getComputedStyle(element, part)
      const hasBorder = style.borderTopStyle !== 'none' && Number.parseFloat(style.borderTopWidth) > 0
      return hasBorder || (part !== element && !['none', 'normal', '""'].includes(style.content))
    })
    if (!marks) found.push(`${named(element)} looks like text`)
  }
  return found
}

/** Reduced motion: nothing moves or fades. */
const moving = () => {
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return ['motion is not reduced']
  const found = document.getAnimations().map(animation => `${named(animation.effect.target)} moves`)
  for (const element of document.querySelectorAll('*')) {
    const durations = inStyle(element, 'transition-duration').split(', ')
    if (durations.some(duration => Number.parseFloat(duration) > 0)) found.push(`${named(element)} has a transition`)
  }
  return found
}

/** 3.1.1, 2.4.2: the page has a language and a title. */
const unnamed = language => [
  ...document.documentElement.lang === language ? [] : [`the language is "${document.documentElement.lang}"`],
  ...document.title.trim() ? [] : ['no title'],
]

/** 1.4.12: the spacing that a reader may set. */
const space = () => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`)
  document.adoptedStyleSheets = [sheet]
}
