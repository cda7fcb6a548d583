import { writeFile } from 'node:fs/promises'
import { createApp } from '../server/http/app.ts'
import { createLog } from '../server/platform/log.ts'
import { createMetrics } from '../server/platform/metrics.ts'
import type { Installation } from '../server/platform/installation.ts'
import { routesOf } from '../server/start/api.ts'

const publicUrl = 'http://127.0.0.1:8080'

/** Routes and their reference are declared without anything behind them; whoever reaches further is told. */
const nothing: Installation = new Proxy({} as Installation, {
  get: (_, name) => {
    throw new Error(`The reference is made without a database: nothing may ask for "${String(name)}".`)
  },
})

/** The OpenAPI document as the service serves it at `/openapi.json`, as indented JSON, made without a database. */
export async function renderOpenapi(): Promise<string> {
  const metrics = createMetrics()
  const app = await createApp({
    settings: { publicUrl, trustedProxies: [] },
    log: createLog({ level: 'silent' }),
    metrics,
    authenticate: { token: refuse, session: refuse },
    openContextFor: refuse,
    routes: routesOf(nothing, { publicUrl }),
    readiness: { checks: [], isDraining: () => false },
    consoleFolder: null,
    limits: { loopDelayMs: Number.POSITIVE_INFINITY },
  })
  try {
    const answer = await app.inject('/openapi.json')
    return `${JSON.stringify(answer.json(), null, 2)}\n`
  } finally {
    await app.close()
    metrics.stop()
  }
}

/** Writes the document to a file. */
export async function generateOpenapi(outFile: string): Promise<void> {
  await writeFile(outFile, await renderOpenapi())
}

function refuse(): never {
  throw new Error('Nobody calls while the reference is made.')
}
