import type { Page, Route } from 'playwright-core'

/** Keeps the next such call from the service until it is let go; with a refusal it is answered by that instead. */
export async function holdCall(
  page: Page,
  { path, method, refusal }: { path: string; method: string; refusal?: string },
): Promise<() => void> {
  const { promise: letGo, resolve } = Promise.withResolvers<void>()
  let isHeld = false
  const onCall = async (route: Route) => {
    if (isHeld || route.request().method() !== method) return route.fallback()
    isHeld = true
    await letGo
    if (refusal === undefined) return route.continue()
    const body = JSON.stringify({ status: 422, code: 'invalid', detail: refusal })
    return route.fulfill({ status: 422, contentType: 'application/problem+json', body })
  }
  await page.route(path, onCall)
  return resolve
}
