import { Type } from 'typebox'
import { requireWidget } from '../../modules/chat/index.ts'
import { presentWidget } from '../../modules/widget/index.ts'
import type { Installation } from '../../platform/installation.ts'
import { rawAnswer } from '../answer.ts'
import { isOwnOrigin } from '../authentication.ts'
import { answerPart, asData, builtTypes, partName, readBuilt } from '../built-pages.ts'
import { defineRoute, type Route } from '../route.ts'
import { demoHeaders, frameHeaders, framePolicy, loaderHeaders } from '../widget-policy.ts'

export interface WidgetPageParts {
  readonly installation: Installation
  readonly publicUrl: string
  /** Where the built widget is. */
  readonly folder: string
}

/** The channel that a first start has. */
const exampleKey = 'operations-review.live-chat'

const shown = {
  method: 'GET',
  tag: 'service',
  permission: 'public',
  // With the messages they are there to send: who cannot load the chat cannot ask for help.
  load: 'message',
  isHidden: true,
  example: {},
  answers: { 200: null },
} as const

const Key = Type.String({ minLength: 3, maxLength: 130 })

/** The chat on other people's pages: the script they name, the page it frames, and a shop to try it in. */
export function widgetPageRoutes(parts: WidgetPageParts): Route[] {
  return [loaderRoute(parts), frameRoute(parts), demoRoute(parts), sessionRoute(parts), assetRoute(parts)]
}

function loaderRoute({ folder }: WidgetPageParts): Route {
  return defineRoute({
    ...shown,
    url: '/widget/loader.js',
    operationId: 'showWidgetLoader',
    summary: 'The script that puts the chat on a page',
    handle: async () => rawAnswer(builtTypes.js, await readBuilt(folder, 'loader.js'), loaderHeaders),
  })
}

function frameRoute({ installation, publicUrl, folder }: WidgetPageParts): Route {
  return defineRoute({
    ...shown,
    isFramed: true,
    url: '/widget/frame',
    isPage: true,
    operationId: 'showWidgetFrame',
    summary: 'The page of a channel’s chat, for the pages that may frame it',
    query: Type.Object({ channel: Key, origin: Type.String({ minLength: 1, maxLength: 300 }) }),
    handle: async ({ query, request }) => {
      const { channel: key, origin } = query
      // The browser keeps other pages from framing it by the policy; a page that says it is another hears why.
      const page = { origin, isOwnPage: isOwnOrigin(origin, request.headers.host, publicUrl) }
      const found = await requireWidget(installation, { key, requestId: request.id, page })
      const built = (await readBuilt(folder, 'frame.html')).toString('utf8')
      const facts = { ...(await presentWidget(found, key)), pageOrigin: origin }
      const policy = framePolicy({ origins: found.widget.origins, publicUrl })
      return rawAnswer(
        builtTypes.html,
        built.replace('%channel%', () => asData(facts)),
        frameHeaders(policy),
      )
    },
  })
}

function demoRoute({ folder }: WidgetPageParts): Route {
  return defineRoute({
    ...shown,
    url: '/widget/demo',
    isPage: true,
    operationId: 'showWidgetDemo',
    summary: 'A shop page that shows the chat of a channel',
    query: Type.Object({ channel: Type.Optional(Key) }),
    handle: async ({ query: { channel = exampleKey } }) => {
      const page = (await readBuilt(folder, 'demo.html')).toString('utf8')
      return rawAnswer(
        builtTypes.html,
        page.replace('%channel%', () => asText(channel)),
        demoHeaders,
      )
    },
  })
}

function sessionRoute({ folder }: WidgetPageParts): Route {
  return defineRoute({
    ...shown,
    url: '/widget/session',
    isPage: true,
    operationId: 'showWidgetSession',
    summary: 'The page of one chat, whose address hands it over behind the #',
    query: Type.Object({ channel: Key }),
    handle: async ({ query: { channel } }) => {
      const page = (await readBuilt(folder, 'session.html')).toString('utf8')
      return rawAnswer(
        builtTypes.html,
        page.replace('%channel%', () => asText(channel)),
        demoHeaders,
      )
    },
  })
}

function assetRoute({ folder }: WidgetPageParts): Route {
  return defineRoute({
    ...shown,
    url: '/widget/assets/:file',
    operationId: 'showWidgetAsset',
    summary: 'A part of the chat’s page',
    params: Type.Object({ file: Type.String({ pattern: partName }) }),
    handle: ({ params: { file } }) => answerPart(folder, file),
  })
}

function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
