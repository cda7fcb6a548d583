/*
 * The one script on a customer's page. It puts a button and a frame into a shadow tree, which the page's own styles do not
 * reach, and does what the frame says: looks, words and state all come from there. It speaks to our origin only and
 * hears nobody else. It stays below 1,024 bytes (budget.test.ts), for a byte here is one on every page of a shop.
 */
;(() => {
  const page = document
  const script = page.currentScript as HTMLScriptElement
  const { dataset, src } = script
  const { origin } = new URL(src)
  const host = page.createElement('switchyard-chat')
  const frame = page.createElement('iframe')
  const button = page.createElement('button')
  const looks = new CSSStyleSheet()
  const tree = host.attachShadow({ mode: 'open' })
  const start = () => page.body.append(host)
  const tell = (message: object) => frame.contentWindow?.postMessage(message, origin)
  let isOpen = false
  let isMet = false
  let wait = 1e3
  const load = () => {
    frame.src = `${origin}/widget/frame?channel=${dataset['channel']}&origin=${location.origin}`
  }

  addEventListener('message', ({ data, source, origin: from }) => {
    if (from !== origin || source !== frame.contentWindow) return
    isMet = true
    if (!data.css) {
      tell({ language: page.documentElement.lang, dir: getComputedStyle(host).direction, ...(dataset as object) })
      return
    }
    looks.replaceSync(data.css)
    button.ariaLabel = frame.title = data.label
    button.ariaExpanded = data.isOpen
    host.style.cssText = ''
    if (isOpen !== data.isOpen) {
      isOpen = data.isOpen
      ;(isOpen ? frame : button).focus()
    }
  })
  button.onclick = () => tell({ isOpen: !isOpen })

  // Out of the flow and unseen until the frame has said how all this looks: for good, where it may not be framed.
  host.style.cssText = 'position:fixed;visibility:hidden'
  // A page of a busy service, or of a network that was away, has come without a word: again, ever more seldom.
  frame.onload = () => setTimeout(() => isMet || load(), (wait *= 2))
  load()
  tree.adoptedStyleSheets = [looks]
  tree.append(frame, button)
  if (page.readyState === 'complete') start()
  else addEventListener('load', start)
})()
