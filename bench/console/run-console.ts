import { join } from 'node:path'
import { createClient, type Ticket } from '@switchyard/sdk'
import { openBrowser } from '../../test/e2e/testing/open-browser.ts'
import { type Figure, figuresNamed, type Measurement } from '../figure.ts'
import { runChild } from '../machine/child.ts'
import { progress } from '../machine/progress.ts'
import { databaseOf, type ServerProcess, startServer } from '../machine/server-process.ts'
import { untilCalm } from '../machine/until-calm.ts'
import { withPreparedServer } from '../machine/with-prepared-server.ts'
import { latenciesOf } from '../routing/latencies.ts'

type Browser = NonNullable<Awaited<ReturnType<typeof openBrowser>>>
type Page = Awaited<ReturnType<Browser['newPage']>>
type SignedIn = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>

const main = join(import.meta.dirname, '..', '..', 'server', 'main.ts')
const place = ['--workspace', 'operations-review']
const tickets = 10_000
/** Cold starts, and tickets opened one after another; the first of each does not count. */
const [starts, opens] = [8, 24]

/** Since its navigation began, until the list shows its first ticket, by the page's own clock. */
const untilFirstTicket = `new Promise((resolve) => {
  const look = () => {
    if (document.querySelector('[data-row]') === null) requestAnimationFrame(look)
    else resolve(performance.now())
  }
  look()
})`

/** From a click on its row until a ticket stands there with its history. */
const untilOpen = ({ id, number }: Ticket) => `new Promise((resolve) => {
  const isShown = () => document.querySelector('[aria-label="Ticket ${number}"] [aria-label="Timeline"] li') !== null
  const startedAt = performance.now()
  const look = () => {
    if (isShown()) resolve(performance.now() - startedAt)
    else requestAnimationFrame(look)
  }
  document.querySelector('[data-row="${id}"]').click()
  look()
})`

/** Figure P10, the times of it: the console in a browser that has never seen it, among 10,000 tickets. */
export async function runConsole(): Promise<Measurement> {
  const browser = await openBrowser()
  if (browser === null) throw new Error('There is no browser.')
  try {
    return await withPreparedServer({ prepare, args: [] }, async (server, token) => {
      const { pid } = await databaseOf(server)
      await untilCalm([server.pid, pid])
      const times = await measure(browser, server, token)
      return {
        bench: 'console',
        setup: [
          `${tickets} tickets of switchyard seed; ${starts} starts, each with an empty cache; ${opens} tickets opened one after another`,
          'times by the clock of the page; browser, server and PostgreSQL on the same machine',
        ],
        figures: figuresOf(times),
        detail: times,
      }
    })
  } finally {
    await browser.close()
  }
}

async function prepare(dataFolder: string): Promise<string> {
  const server = await startServer({ dataFolder, args: [] })
  try {
    const switchyard = (...args: string[]) => runChild(process.execPath, [main, ...args, '--data', dataFolder])
    progress(`console: seeding ${tickets} tickets`)
    await switchyard('seed', ...place, '--tickets', String(tickets), '--agents', '50', '--played', '200')
    const made = await switchyard('token', 'create', ...place, '--name', 'bench', '--role', 'admin', '--json')
    return (JSON.parse(made) as { token: string }).token
  } finally {
    await server.stop()
  }
}

interface Times {
  readonly firstList: readonly number[]
  readonly openTicket: readonly number[]
}

async function measure(browser: Browser, server: ServerProcess, token: string): Promise<Times> {
  const signedIn = await signIn(browser, server)
  const firstList: number[] = []
  for (let start = 0; start <= starts; start++) {
    progress(`console: start ${start}`)
    const { page, ms } = await startCold(browser, server, signedIn)
    firstList.push(ms)
    await page.context().close()
  }
  const { page } = await startCold(browser, server, signedIn)
  const ids = await page.evaluate<string[]>(
    `[...document.querySelectorAll('[data-row]')].slice(0, ${opens + 1}).map((row) => row.dataset.row)`,
  )
  const client = createClient({ baseUrl: server.address, token })
  const openTicket: number[] = []
  for (const id of ids) {
    const ticket = await client.request<Ticket>({ method: 'GET', path: `/v1/tickets/${id}` })
    openTicket.push(await page.evaluate<number>(untilOpen(ticket)))
  }
  await page.context().close()
  if (openTicket.length < opens / 2) throw new Error(`Only ${openTicket.length} tickets were opened.`)
  return { firstList: firstList.slice(1), openTicket: openTicket.slice(1) }
}

async function signIn(browser: Browser, server: ServerProcess): Promise<SignedIn> {
  const printed = await runChild(process.execPath, [main, 'sign-in', '--data', server.dataFolder])
  const link = /https?:\S+/.exec(printed)?.[0]
  if (link === undefined) throw new Error(`There is no link in: ${printed}`)
  const { pathname, search, hash } = new URL(link)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${server.address}${pathname}${search}${hash}`)
  await page.getByRole('link', { name: 'Workflow', exact: true }).first().waitFor()
  const state = await context.storageState()
  await context.close()
  return state
}

/** The console as a browser shows it that has never seen it. */
async function startCold(
  browser: Browser,
  server: ServerProcess,
  signedIn: SignedIn,
): Promise<{ page: Page; ms: number }> {
  const context = await browser.newContext({ storageState: signedIn, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${server.address}/?view=all`, { waitUntil: 'commit' })
  return { page, ms: await page.evaluate<number>(untilFirstTicket) }
}

function figuresOf({ firstList, openTicket }: Times): Figure[] {
  const figure = figuresNamed('P10')
  const [list, ticket] = [latenciesOf([...firstList]), latenciesOf([...openTicket])]
  return [
    figure('p50 first list, empty cache', list.p50Ms, 'ms', { atMost: 1_000 }),
    figure('longest first list', list.maxMs, 'ms'),
    figure('p50 open a ticket', ticket.p50Ms, 'ms', { atMost: 150 }),
    figure('longest open a ticket', ticket.maxMs, 'ms'),
  ]
}
