import { type Static, Type } from 'typebox'
import { askableRoles, readOwnRequest, requesterKinds } from '../../modules/access-requests/index.ts'
import { findPlatformPage, type PlatformPage } from '../../modules/platform-page/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { answer } from '../answer.ts'
import { isPlainText } from '../odd-values.ts'
import { formHeaders, framed, languageOf } from '../platform-page/frame.ts'
import { renderRefusedRequest, renderStanding } from '../platform-page/render-request.ts'
import { type RequestField, requestWords } from '../platform-page/words/request-words.ts'
import { type PageLanguage, pageLanguages } from '../platform-page/words/words.ts'
import { defineRoute, type Route } from '../route.ts'
import { oneOf } from '../schemas.ts'
import type { AccessWishSchema } from './access-request-schemas.ts'
import { statusAddress, takeRequest } from './access-requests.ts'

interface RequestPageParts {
  readonly installation: Installation
  readonly folder: string
}

/** Asking for access by the form of the public page, and the page that shows how that stands. */
export function platformRequestRoutes(parts: RequestPageParts): Route[] {
  return [sendRoute(parts), standingRoute(parts)]
}

function sendRoute({ installation, folder }: RequestPageParts): Route {
  return defineRoute({
    method: 'POST',
    url: '/platform/requests',
    isPage: true,
    operationId: 'sendAccessForm',
    summary: 'Ask for access by the form of the page',
    tag: 'service',
    permission: 'public',
    sameOrigin: true,
    idempotency: 'none',
    isHidden: true,
    bodyLimit: 64 * 1024,
    rawMedia: ['application/x-www-form-urlencoded'],
    example: {},
    answers: { 303: null },
    handle: async ({ request }) => {
      const values = readForm(request.rawBody)
      const chosen = pageLanguages.find((one) => one === values.get('lang'))
      const language = languageOf(chosen, request.headers['accept-language'])
      const page = await findPlatformPage(installation, { slug: values.get('workspace') ?? '', requestId: request.id })
      if (page === null || !page.takesRequests) throw new AppError('not_found', 'There is nothing at this address.')
      const wish = readWish(values, page, language)
      const refused = new Set(refusedFields(wish))
      if (refused.size > 0) {
        const content = renderRefusedRequest(page, language, { values, refused })
        return framed({
          folder,
          status: 400,
          language,
          title: requestWords[language].refusedTitle,
          content,
          headers: formHeaders,
        })
      }
      const { key } = await takeRequest({ installation }, wish, request)
      const location = `${statusAddress({ key, workspace: wish.workspace })}&lang=${language}`
      return answer(303, undefined, { location })
    },
  })
}

function standingRoute({ installation, folder }: RequestPageParts): Route {
  return defineRoute({
    method: 'GET',
    url: '/platform/requests/:key',
    isPage: true,
    operationId: 'showAccessRequest',
    summary: 'How a request for access stands',
    tag: 'service',
    permission: 'public',
    load: 'list',
    isHidden: true,
    example: {},
    params: Type.Object({ key: Type.String({ minLength: 1, maxLength: 100 }) }),
    query: Type.Object({
      workspace: Type.String({ minLength: 1, maxLength: 63 }),
      lang: Type.Optional(oneOf(pageLanguages)),
    }),
    answers: { 200: null },
    handle: async ({ params, query, request }) => {
      const language = languageOf(query.lang, request.headers['accept-language'])
      const slug = query.workspace
      const asked = await readOwnRequest(installation, { slug, key: params.key, requestId: request.id })
      if (asked === null) throw new AppError('not_found', 'There is nothing at this address.')
      const page = await findPlatformPage(installation, { slug, requestId: request.id })
      const { state, createdAt, decidedAt } = asked
      const standing = { state, createdAt, decidedAt, workspace: slug, zone: page?.zone ?? 'UTC' }
      const [title] = requestWords[language].standing[state]
      const headers = { 'cache-control': 'no-store' }
      return framed({ folder, status: 200, language, title, content: renderStanding(standing, language), headers })
    },
  })
}

/** The fields of a form as browsers send them. Throws `invalid` for bytes that are no text. */
function readForm(bytes: Buffer): URLSearchParams {
  const values = new URLSearchParams(bytes.toString('utf8'))
  const isText = [...values].every(([name, value]) => isPlainText(name) && isPlainText(value))
  if (!isText) throw new AppError('invalid', 'The form holds what is no text.')
  return values
}

type Wish = Static<typeof AccessWishSchema>

/** A partner asks for a partner's role and an operator for the one that was chosen; what the page does not offer is left. */
function readWish(values: URLSearchParams, page: PlatformPage, language: PageLanguage): Wish {
  const text = (field: RequestField) => (values.get(field) ?? '').trim()
  const offered = (field: 'channels' | 'queues') => {
    const known = new Set(page[field].map(({ slug }) => slug))
    return [...new Set(values.getAll(field))].filter((one) => known.has(one))
  }
  const kind = text('kind')
  const role = kind === 'partner' ? kind : text('role')
  return {
    workspace: page.workspace.slug,
    // Held against the lists below: what is not on them is never handed on.
    kind: kind as Wish['kind'],
    name: text('name'),
    email: text('email'),
    organization: text('organization'),
    purpose: text('purpose').replaceAll('\r\n', '\n'),
    role: role === '' ? null : (role as NonNullable<Wish['role']>),
    channels: offered('channels'),
    queues: offered('queues'),
    language,
  }
}

function refusedFields({ kind, name, email, organization, purpose, role = null }: Wish): RequestField[] {
  const isWithin = (text: string, most: number) => text !== '' && text.length <= most
  const sound: readonly (readonly [RequestField, boolean])[] = [
    ['kind', requesterKinds.includes(kind)],
    ['name', isWithin(name, 200)],
    ['email', isWithin(email, 254) && /^[^\s@]+@[^\s@]+$/.test(email)],
    ['organization', isWithin(organization, 200)],
    ['role', role === null || (askableRoles.includes(role) && (role === 'partner') === (kind === 'partner'))],
    ['purpose', isWithin(purpose, 4000)],
  ]
  return sound.flatMap(([field, isSound]) => (isSound ? [] : [field]))
}
