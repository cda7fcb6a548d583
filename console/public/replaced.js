// An upgrade replaces the console under pages that are open: the parts they have not loaded yet are gone. Where the page of
// now names other parts than this one, it is loaded in its place; what was being written is kept and stays.
let asked = false
async function renewWhereReplaced() {
  if (asked) return
  asked = true
  const own = document.querySelector('script[type=module][src]')?.getAttribute('src')
  try {
    const answer = await fetch(location.pathname, { headers: { accept: 'text/html' }, cache: 'no-store' })
    if (own && !(await answer.text()).includes(`"${own}"`)) return location.reload()
  } catch {
    // Without a network nothing is known to be replaced.
  }
  asked = false
}
addEventListener('vite:preloadError', () => void renewWhereReplaced())
addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) void renewWhereReplaced()
  },
  true,
)
