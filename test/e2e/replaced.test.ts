import type { Route } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeDesk } from './testing/desk.ts'

describeDesk('a console that an upgrade replaced', (desk) => {
  const home = () => desk.page.getByRole('link', { name: 'Workflow', exact: true }).first()
  const openMenu = () => desk.page.getByRole('button', { name: 'account menu' }).click()
  const menu = () => desk.page.getByRole('menuitem', { name: 'Sign out' })
  const isPage = (url: URL) => url.href.startsWith(desk.server.address) && !/^\/v1\/|\./.test(url.pathname)
  /** The part that shows menus is not to be had, until given back: it alone, since a page goes on loading others. */
  const takeMenus = async () => {
    const gone = (route: Route) => route.fulfill({ status: 404, body: '' })
    await desk.page.route('**/assets/menu-popup-*', gone)
    return () => desk.page.unroute('**/assets/menu-popup-*', gone)
  }

  it('says what is wrong and stays where only a part is missing', async () => {
    let loads = 0
    const count = () => void loads++
    desk.page.on('load', count)
    const giveBack = await takeMenus()
    await openMenu()
    const again = desk.page.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    expect(loads).toBe(0)
    desk.page.off('load', count)
    await giveBack()
    // It loads the page anew, and is over when that is: its end would else be taken for that of the next load.
    const loaded = desk.page.waitForEvent('load')
    await again.click()
    await loaded
    await home().waitFor()
  })

  it('is loaded anew under an open page that asks for a part of the former one', async () => {
    const giveBack = await takeMenus()
    await desk.page.route(isPage, async (route) => {
      if (route.request().resourceType() !== 'fetch') return route.fallback()
      await giveBack()
      return route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/assets/newer.js"></script>' })
    })
    const loaded = desk.page.waitForEvent('load')
    await openMenu()
    await loaded
    await home().waitFor()
    await openMenu()
    await menu().waitFor()
    await desk.page.unrouteAll({ behavior: 'wait' })
  })

  it('is loaded anew where its first part is gone by the time it is asked for', async () => {
    let isGone = true
    await desk.page.route(isPage, async (route) => {
      const answer = await route.fetch()
      const body = await answer.text()
      const former = body.replace(/(<script type="module"[^>]* src=")[^"]+(?=")/, '$1/assets/gone-00000000.js')
      await route.fulfill({ response: answer, body: isGone ? former : body })
      isGone = false
    })
    // Loading it anew breaks off the first time.
    await desk.page.goto(desk.server.address).catch(() => undefined)
    await home().waitFor()
    expect(isGone).toBe(false)
    await desk.page.unrouteAll({ behavior: 'wait' })
  })
})
