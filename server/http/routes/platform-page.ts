import { Type } from 'typebox'
import { findPlatformPage } from '../../modules/platform-page/index.ts'
import type { Installation } from '../../platform/installation.ts'
import { formHeaders, framed, languageOf } from '../platform-page/frame.ts'
import { renderPage, renderUnknown } from '../platform-page/render-page.ts'
import { pageLanguages, pageWords } from '../platform-page/words/words.ts'
import { defineRoute, type Route } from '../route.ts'
import { oneOf } from '../schemas.ts'
import { platformRequestRoutes } from './platform-requests.ts'

export interface PlatformPageParts {
  readonly installation: Installation
  readonly publicUrl: string
  /** Where the built console is: the page wears its tokens and fonts. */
  readonly folder: string
}

/** The public page of a workspace: made here, so that it is read without a script and without signing in. */
export function platformPageRoutes(parts: PlatformPageParts): Route[] {
  return [pageRoute(parts), ...platformRequestRoutes(parts)]
}

function pageRoute({ installation, publicUrl, folder }: PlatformPageParts): Route {
  return defineRoute({
    method: 'GET',
    url: '/platform',
    isPage: true,
    operationId: 'showPlatformPage',
    summary: 'The public page of a workspace',
    tag: 'service',
    permission: 'public',
    load: 'list',
    isHidden: true,
    example: {},
    query: Type.Object({
      workspace: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
      lang: Type.Optional(oneOf(pageLanguages)),
    }),
    answers: { 200: null },
    handle: async ({ query, request }) => {
      const language = languageOf(query.lang, request.headers['accept-language'])
      const page = await findPlatformPage(installation, { slug: query.workspace ?? null, requestId: request.id })
      const { documentTitle, unknown } = pageWords[language]
      return framed({
        folder,
        status: page === null ? 404 : 200,
        language,
        title: page === null ? unknown.title : `${page.workspace.name} · ${documentTitle}`,
        content: page === null ? renderUnknown(language) : renderPage(page, language, publicUrl),
        headers: formHeaders,
      })
    },
  })
}
