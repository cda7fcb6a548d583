import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppOptions } from '../../server/http/app.ts'
import type { Route } from '../../server/http/route.ts'
import { type IdKind, idPrefixes } from '../../server/platform/ids.ts'
import { systemPrincipal } from '../../server/platform/principal.ts'
import type { Workspace } from '../../server/platform/context.ts'
import type { Installation } from '../../server/platform/installation.ts'
import { absentThings, type FullPlace, namesShown, openFullPlace } from './testing/full-place.ts'
import { idFieldsOf, type IdField, withValueAt } from './testing/id-fields.ts'
import { openOwnService } from './testing/own-service.ts'
import type { Things } from './testing/place.ts'
import { freshThings, requestFor, type Request } from './testing/requests.ts'
import { printRows } from './testing/row-prints.ts'
import { openRunningService, type RunningService, type Seen, send } from './testing/running-service.ts'

const { service, database } = await openOwnService()
const others: RunningService[] = []
afterAll(async () => {
  for (const running of others) await running.close()
})

let here: FullPlace
let elsewhere: FullPlace
let absent: Things
/** Where ids of elsewhere are sent to; some stay there, as names that mean nothing. */
let told: FullPlace
beforeAll(async () => {
  here = await openFullPlace(service, 'here')
  told = await openFullPlace(service, 'told', 600_001)
  elsewhere = await openFullPlace(service, 'elsewhere', 500_001)
  absent = absentThings(here.things)
})

const guarded = service.routes.filter((route) => route.permission !== 'public')
const fields = guarded.flatMap((route) =>
  idFieldsOf(route).map((field) => ({ name: `${field.path.join('/')} of ${route.operationId}`, route, field })),
)

describe('an id in a body or query', () => {
  it.each(fields)('$name tells nothing of elsewhere', async ({ route, field }) => {
    const before = await printRows(service, elsewhere.workspace.id)
    const foreign = await askWith(route, field, elsewhere.things)
    const nowhere = await askWith(route, field, absent)
    expect(foreign.status).toBeLessThan(500)
    expect(withoutIds(foreign.text)).toBe(withoutIds(nowhere.text))
    expect(foreign.status).toBe(nowhere.status)
    expect(foreign.text).not.toContain(elsewhere.mark)
    expect(await printRows(service, elsewhere.workspace.id)).toEqual(before)
  })

  it('is looked for in every route that takes one', () => {
    expect(fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['agentId of assignTicket', 'ticketId of linkTickets', 'customerId of createTicket']),
    )
  })
})

describe('one layer of protection alone keeps places apart:', () => {
  it('row security, when every statement asks for another place', async () => {
    const layer = await openLayer({ openContextFor: contextsOf(here.workspace, elsewhere.workspace) })
    expect(await leaksOf(layer)).toEqual([])
  })

  it('the statements, when no row is secured', async () => {
    const layer = await openLayer({ appUrl: database.ownerUrl })
    expect(await leaksOf(layer)).toEqual([])
  })

  it('and without both everything shows', async () => {
    const layer = await openLayer({ openContextFor: contextsOf(elsewhere.workspace, elsewhere.workspace) })
    const reads = guarded.filter((route) => route.method === 'GET')
    expect((await leaksOf(layer, reads)).length).toBeGreaterThan(15)
  })
})

async function askWith(route: Route, field: IdField, things: Things): Promise<Seen> {
  const request = requestFor(route, await freshThings(route, told), { headers: told.admin })
  const text = idOf(field.kind, things)
  if (field.part === 'body')
    return send(service, { ...request, payload: withValueAt(request.payload, field.path, text) as object })
  const url = new URL(request.url, 'http://here')
  url.searchParams.set(String(field.path[0]), text)
  return send(service, { ...request, url: url.pathname + url.search })
}

function idOf(kind: IdKind, things: Things): string {
  const text = things[idPrefixes[kind]]
  if (text === undefined) throw new Error(`Places have no ${kind}; give them one.`)
  return text
}

/** What is said, without the ids, numbers, places, secrets and instants that differ between any two answers. */
function withoutIds(text: string): string {
  return text
    .replace(/[a-z]+_[0-9a-z]{26}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|"20[^"]+Z"/g, 'x')
    .replace(/"(number|ticketNumber|position|p50Seconds|p90Seconds)":\d+|"token":"[^"]+"/g, 'x')
}

async function openLayer(changes: Parameters<typeof openRunningService>[1]): Promise<RunningService> {
  const layer = await openRunningService(database, changes)
  others.push(layer)
  return layer
}

/** Calls whose transactions are opened in one place and whose statements ask for another's rows, as somebody who may all. */
function contextsOf(opened: Workspace, asked: Workspace): (installation: Installation) => AppOptions['openContextFor'] {
  return (installation) => (_caller, requestId) => {
    const context = installation.openContext({ workspace: opened, principal: systemPrincipal, requestId })
    return { ...context, workspace: asked, within: (tx) => ({ ...context.within(tx), workspace: asked }) }
  }
}

/** Asks for everything that is elsewhere; gives what was shown of it or changed in it. */
async function leaksOf(layer: RunningService, routes: readonly Route[] = guarded): Promise<string[]> {
  const before = await printRows(service, elsewhere.workspace.id)
  const leaks: string[] = []
  for (const route of routes) {
    const request: Request = requestFor(route, elsewhere.things, { headers: here.admin })
    const { text } = await send(layer, request)
    // What a refusal repeats of the request itself is no news.
    const shown = namesShown(elsewhere, text).filter((name) => !JSON.stringify(request).includes(name))
    if (shown.length > 0) leaks.push(`${route.operationId} shows ${shown.join()}`)
  }
  const after = await printRows(service, elsewhere.workspace.id)
  const changed = Object.keys(after).filter((table) => after[table] !== before[table])
  return [...leaks, ...changed.map((table) => `rows of ${table} have changed`)]
}
