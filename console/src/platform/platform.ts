import '../ui/tokens.css'
import './platform.css'

/** The page is whole without this: it turns stacked examples into tabs, and copies them. */
for (const box of document.querySelectorAll<HTMLElement>('[data-tabs]')) {
  const tabs = [...box.querySelectorAll<HTMLElement>('[role=tab]')]
  const panelOf = (tab: HTMLElement) => document.getElementById(tab.getAttribute('aria-controls') ?? '')
  const choose = (chosen: HTMLElement) => {
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', String(tab === chosen))
      tab.tabIndex = tab === chosen ? 0 : -1
      panelOf(tab)?.classList.toggle('later', tab !== chosen)
    }
  }
  tabs.forEach((tab, place) => {
    tab.addEventListener('click', () => choose(tab))
    tab.addEventListener('keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
      const next = step === undefined ? undefined : tabs[(place + step + tabs.length) % tabs.length]
      if (next === undefined) return
      choose(next)
      next.focus()
    })
  })
  const button = box.querySelector<HTMLElement>('[data-copy]')
  const label = button?.querySelector('span')
  button?.addEventListener('click', async () => {
    const shown = box.querySelector('[role=tabpanel]:not(.later) [data-code]')
    if (label === null || label === undefined) return
    await navigator.clipboard.writeText(shown?.textContent ?? '')
    const before = label.textContent
    label.textContent = button.dataset['copied'] ?? before
    setTimeout(() => (label.textContent = before), 2_000)
  })
}
