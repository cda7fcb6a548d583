import { describe, expect, it } from 'vitest'
import { requireDeclaredPermission } from '../../server/http/permission.ts'
import { declaredRoutes } from './declared-routes.ts'

const routes = declaredRoutes()

describe('every route (R12)', () => {
  it.for(routes.map((route) => ({ name: `${route.method} ${route.url}`, route })))(
    '$name declares who may call it',
    ({ route }) => expect(() => requireDeclaredPermission(route)).not.toThrow(),
  )

  it('is refused at start when it declares nothing known', () => {
    const planted = { method: 'GET', url: '/v1/planted', permission: 'everything:read' }
    expect(() => requireDeclaredPermission(planted as never)).toThrow('GET /v1/planted declares no permission')
    expect(() => requireDeclaredPermission({ ...planted, permission: undefined } as never)).toThrow()
  })

  it('is public for signing in, asking for access, pages that open chats and what tools ask, and for nothing else', () => {
    const open = routes.filter(({ permission }) => permission === 'public').map(({ url }) => url)
    expect([...new Set(open)].toSorted()).toEqual([
      '/livez',
      '/metrics',
      '/openapi.json',
      '/readyz',
      '/v1/access/requests',
      '/v1/portal/link-requests',
      '/v1/portal/sessions',
      '/v1/session',
      '/v1/session/link',
      '/v1/session/link-request',
      '/v1/widget/articles',
      '/v1/widget/articles/:article/answers',
      '/v1/widget/articles/showings',
      '/v1/widget/channels/:key',
      '/v1/widget/sessions',
    ])
  })

  it('has a name of its own', () => {
    const names = routes.map(({ operationId }) => operationId)
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
  })
})
