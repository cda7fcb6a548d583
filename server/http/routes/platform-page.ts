import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Type } from 'typebox'
import { findPlatformPage } from '../../modules/platform-page/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { Answer } from '../answer.ts'
import { type Html, html } from '../platform-page/html.ts'
import { renderPage, renderUnknown } from '../platform-page/render-page.ts'
import { languageFor, pageLanguages, pageWords } from '../platform-page/words/words.ts'
import { defineRoute, type Route } from '../route.ts'
import { oneOf } from '../schemas.ts'
import { pageHeaders } from '../security-headers.ts'

export interface PlatformPageParts {
  readonly installation: Installation
  readonly publicUrl: string
  /** Where the built console is: the page wears its tokens and fonts. */
  readonly folder: string
}

/** The public page of a workspace: made here, so that it is read without a script and without signing in. */
export function platformPageRoutes({ installation, publicUrl, folder }: PlatformPageParts): Route[] {
  return [
    defineRoute({
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
        const language = query.lang ?? languageFor(textOf(request.headers['accept-language']))
        const frame = await readFrame(folder)
        const page = await findPlatformPage(installation, { slug: query.workspace ?? null, requestId: request.id })
        const { documentTitle, unknown } = pageWords[language]
        const title = page === null ? unknown.title : `${page.workspace.name} · ${documentTitle}`
        const content = page === null ? renderUnknown(language) : renderPage(page, language, publicUrl)
        const text = fill(frame, { language, title, content })
        return new Answer(page === null ? 404 : 200, text, headers, 'text/html; charset=utf-8')
      },
    }),
  ]
}

const headers = { ...pageHeaders, 'cache-control': 'no-cache', vary: 'accept-language' }

async function readFrame(folder: string): Promise<string> {
  return readFile(join(folder, 'platform.html'), 'utf8').catch(() => {
    throw new AppError('unavailable', 'The page is being built; if this stays, run npm run build.')
  })
}

function fill(frame: string, { language, title, content }: { language: string; title: string; content: Html }): string {
  return frame
    .replace('%language%', language)
    .replace('%title%', () => html`${title}`.text)
    .replace('%page%', () => content.text)
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header
}
