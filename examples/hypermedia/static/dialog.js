// Makes a dialog modal that is open in the page, or that a library has put into it.
const makeModal = () => {
  const dialog = document.querySelector("dialog[open]:not(:modal)")
  if (dialog) {
    dialog.removeAttribute("open")
    dialog.showModal()
  }
}
new MutationObserver(makeModal).observe(document.documentElement, { childList: true, subtree: true })
makeModal()
