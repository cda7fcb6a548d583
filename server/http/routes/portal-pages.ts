import { Type } from 'typebox'
import { presentPortal } from '../../modules/portal/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { rawAnswer } from '../answer.ts'
import { answerPart, asData, builtTypes, partName, readBuilt } from '../built-pages.ts'
import { portalHeaders } from '../portal-policy.ts'
import { defineRoute, type Route } from '../route.ts'

export interface PortalPageParts {
  readonly installation: Installation
  /** Where the built page is. */
  readonly folder: string
}

const shown = {
  method: 'GET',
  tag: 'service',
  permission: 'public',
  // Small and the same for everybody: a page that has come asks again for the rest by itself.
  load: 'message',
  isHidden: true,
  example: {},
  answers: { 200: null },
} as const

/** The page on which customers see their requests, and its parts. */
export function portalPageRoutes(parts: PortalPageParts): Route[] {
  return [pageRoute(parts), partRoute(parts)]
}

function pageRoute({ installation, folder }: PortalPageParts): Route {
  return defineRoute({
    ...shown,
    url: '/portal/:workspace',
    isPage: true,
    operationId: 'showPortal',
    summary: 'The page on which the customers of a workspace see their requests',
    params: Type.Object({ workspace: Type.String({ minLength: 1, maxLength: 63 }) }),
    // How it looks is read by the page itself; mails and shops hang words of their own on links.
    query: Type.Object({}, { additionalProperties: true }),
    handle: async ({ params: { workspace }, request }) => {
      const facts = await presentPortal(installation, { slug: workspace, requestId: request.id })
      if (facts === null) throw new AppError('not_found', 'There is nothing at this address.')
      const page = (await readBuilt(folder, 'index.html')).toString('utf8')
      return rawAnswer(
        builtTypes.html,
        page.replace('%portal%', () => asData(facts)),
        portalHeaders,
      )
    },
  })
}

function partRoute({ folder }: PortalPageParts): Route {
  return defineRoute({
    ...shown,
    url: '/portal/assets/:file',
    operationId: 'showPortalPart',
    summary: 'A part of the portal’s page',
    params: Type.Object({ file: Type.String({ pattern: partName }) }),
    handle: ({ params: { file } }) => answerPart(folder, file),
  })
}
