import type { PlatformPage } from '../../modules/platform-page/index.ts'
import { type Html, html, verbatim } from './html.ts'
import { icon } from './icons.ts'
import type { Speech } from './speech.ts'

const endpoints = [
  ['POST', '/v1/ticket/create'],
  ['POST', '/v1/chat/session'],
  ['POST', '/v1/case/escalate'],
  ['GET', '/v1/qa/report'],
] as const

/** As docs/webhooks.md has it. */
const verifySample = `import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.SECRET)

createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request)).toString()
  try {
    webhook.verify(body, request.headers)
  } catch {
    return response.writeHead(401).end()
  }
  console.log(JSON.parse(body).type)
  response.writeHead(204).end()
}).listen(9098)`

/** Three steps, the request to send and what would be answered, the four endpoints, and how a start is gone about. */
export function setup(page: PlatformPage, speech: Speech, publicUrl: string): Html {
  const { setup: words } = speech.words
  const [create, verify] = words.tabs
  return html`<section class="sec wrap" id="setup">
    <div class="two">
      <div>
        <h2 class="h2">${words.title}</h2>
        <p class="lead">${words.lead}</p>
        <ol class="st3">
          ${words.steps.map(
            ([title, text], index) =>
              html`<li>
                <span class="no">${index + 1}</span><b>${title}</b>
                <p>${text}</p>
              </li>`,
          )}
        </ol>
      </div>
      <div class="codebox" data-tabs>
        <header>
          <div role="tablist" aria-label="${words.tablist}">
            <button type="button" role="tab" id="tab-create" aria-controls="panel-create" aria-selected="true">
              ${create}
            </button>
            <button
              type="button"
              role="tab"
              id="tab-verify"
              aria-controls="panel-verify"
              aria-selected="false"
              tabindex="-1"
            >
              ${verify}
            </button>
          </div>
          <button type="button" class="b sm push" data-copy data-copied="${words.copied}">
            ${icon('copy', 's')} <span aria-live="polite">${words.copy}</span>
          </button>
        </header>
        <div role="tabpanel" id="panel-create" aria-labelledby="tab-create">
          <pre tabindex="0" data-code>${curlOf(page, publicUrl)}</pre>
          <pre class="out" tabindex="0">${answerOf(page, words.ifNow)}</pre>
        </div>
        <div role="tabpanel" id="panel-verify" aria-labelledby="tab-verify" class="later">
          <pre tabindex="0" data-code>${verifySample}</pre>
        </div>
      </div>
    </div>
    <h3 class="sr">${words.endpointsTitle}</h3>
    <ul class="eps">
      ${endpoints.map(([method, path], index) => endpoint(method, path, words.endpoints[index] ?? ''))}
    </ul>
    <h3 class="h3">${words.onboarding}</h3>
    <ol class="onboarding">
      ${words.onboardingSteps.map(
        ([title, text]) =>
          html`<li>
            <b>${title}</b>
            <p>${text}</p>
          </li>`,
      )}
    </ol>
  </section>`
}

function endpoint(method: string, path: string, text: string): Html {
  const verb = method === 'GET' ? 'verb g' : 'verb'
  return html`<li>
    <a href="/docs"
      ><code><span class="${verb}">${method}</span> ${path}</code></a
    >
    <p>${text}</p>
  </li>`
}

function curlOf({ workspace, request }: PlatformPage, publicUrl: string): Html {
  const header = (text: string) => verbatim`  -H ${string(text)} \\\n`
  const entries = Object.entries(request.body)
  const members = entries.map(
    ([name, value], index) =>
      verbatim`    ${key(name)}: ${string(value.replaceAll("'", "'\\''"))}${index === entries.length - 1 ? '' : ','}\n`,
  )
  return verbatim`curl ${publicUrl}/v1/ticket/create \\\n${header('Authorization: Bearer <service-token>')}${header(`X-Workspace: ${workspace.slug}`)}${header('Content-Type: application/json')}  -d '{\n${members}  }'`
}

function answerOf({ request }: PlatformPage, title: string): Html {
  const due = request.firstResponse === null ? null : new Date(request.firstResponse.dueAt).toISOString()
  const sla =
    due === null ? null : verbatim`,\n  ${key('sla')}: { ${key('firstResponse')}: { ${key('dueAt')}: ${string(due)} } }`
  return verbatim`<span class="cc">${title}</span>\n{ ${key('status')}: ${string(request.status)}, ${key('queue')}: ${string(request.queue.slug)}, ${key('priority')}: ${string(request.priority)}${sla} }`
}

function key(name: string): Html {
  return verbatim`<span class="ck">"${name}"</span>`
}

function string(value: string): Html {
  return verbatim`<span class="cs">"${value}"</span>`
}
