import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from './find-browser.ts'

/** The packaged arguments switch web security off; with these, cookies, CORS and policies are the real ones. */
const args = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--no-zygote',
  '--disable-background-networking',
]

/** Starts the test browser; null when this machine has none, which is a failure in CI. */
export async function openBrowser(): Promise<Browser | null> {
  const program = await findBrowser()
  if (program === null) {
    if (process.env['CI'] !== undefined) throw new Error('No browser was found, and CI must run the browser tests.')
    return null
  }
  const { executablePath, env } = program
  return chromium.launch({ executablePath, args, env: { ...process.env, ...env } as Record<string, string> })
}
