import type { Route } from '../../server/http/route.ts'
import { serviceRoutes, type ServiceParts } from '../../server/http/routes/service.ts'
import type { Installation } from '../../server/platform/installation.ts'
import { pagesOf, routesOf } from '../../server/start/api.ts'

/** Declaring routes calls nothing; whoever does is told. */
const nothing: unknown = new Proxy(
  {},
  {
    get: (_, name) => {
      throw new Error(`A declaration of routes may not use "${String(name)}".`)
    },
  },
)

/** Every route the product declares, without a database behind them. */
export function declaredRoutes(): Route[] {
  const metrics = nothing as ServiceParts['metrics']
  const service: ServiceParts = { metrics, probe: unused, reference: unused }
  return [...routesOf(nothing as Installation, { publicUrl: 'http://127.0.0.1:8080' }), ...serviceRoutes(service)]
}

/** Every address of a page that is not the console's. */
export function declaredPages(): string[] {
  const pages = pagesOf(nothing as Installation, { publicUrl: 'http://127.0.0.1:8080' })
  return pages.flatMap(({ method, url, isPage }) => (isPage === true && method === 'GET' ? [url] : []))
}

function unused(): never {
  throw new Error('A declaration of routes calls nothing.')
}
