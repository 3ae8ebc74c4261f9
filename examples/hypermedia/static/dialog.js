// Makes a dialog modal that is open in the page, or that a library has put into it. Afterwards, the link that
// has opened it has the focus again.
let opener
addEventListener("click", (event) => (opener = event.target.closest("a") ?? opener), true)

const makeModal = () => {
  const dialog = document.querySelector("dialog[open]:not(:modal)")
  if (dialog) {
    dialog.removeAttribute("open")
    dialog.showModal()
    dialog.addEventListener("close", () => opener?.focus())
  }
}
new MutationObserver(makeModal).observe(document.documentElement, { childList: true, subtree: true })
makeModal()
