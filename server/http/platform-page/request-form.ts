import { askableRoles } from '../../modules/access-requests/index.ts'
import type { PlatformPage } from '../../modules/platform-page/index.ts'
import { type Content, type Html, html, raw } from './html.ts'
import { icon } from './icons.ts'
import type { Speech } from './speech.ts'
import { type RequestField, type RequestWords, requestWords } from './words/request-words.ts'

/** What somebody wrote into the form, and the fields that were refused. */
export interface FilledForm {
  readonly values: URLSearchParams
  readonly refused: ReadonlySet<RequestField>
}

const blank: FilledForm = { values: new URLSearchParams(), refused: new Set() }

/** Sent by the browser alone: it works as it comes, without a script. */
export function requestForm(page: PlatformPage, { language }: Speech, filled: FilledForm = blank): Html {
  const words = requestWords[language]
  const form = { words, filled }
  const channels = page.channels.map(({ slug, label }): Choice => [slug, label])
  const queues = page.queues.map(({ slug, label }): Choice => [slug, label])
  return html`<form class="ask" id="ask" method="post" action="/platform/requests" aria-labelledby="ask-title">
    <h3 id="ask-title">${words.title}</h3>
    <p class="faint">${words.lead}</p>
    <input type="hidden" name="workspace" value="${page.workspace.slug}" />
    <input type="hidden" name="lang" value="${language}" />
    ${kinds(form)}
    <div class="pairs">
      ${line(form, 'name', { type: 'text', autocomplete: 'name', most: 200 })}
      ${line(form, 'email', { type: 'email', autocomplete: 'email', most: 254 })}
      ${line(form, 'organization', { type: 'text', autocomplete: 'organization', most: 200 })} ${role(form)}
    </div>
    ${choices(form, 'channels', channels)} ${choices(form, 'queues', queues)} ${purpose(form)}
    <button class="b main lg" type="submit">${words.send}</button>
  </form>`
}

/** What becomes of a request; the step it has come to is marked, where there is one. */
export function requestStates(words: RequestWords, current: number | null): Html {
  const icons = ['file', 'four-eyes', 'shield-check'] as const
  return html`<ol class="st3">
    ${words.states.map(
      ([title, text], index) =>
        html`<li class="${index === current ? 'now' : ''}" ${index === current ? raw('aria-current="step"') : null}>
          ${icon(icons[index] ?? 'check')}<b>${title}</b>
          <p>${text}</p>
        </li>`,
    )}
  </ol>`
}

interface Form {
  readonly words: RequestWords
  readonly filled: FilledForm
}

type Choice = readonly [value: string, label: string]

function kinds({ words, filled }: Form): Html {
  const options = (['partner', 'operator'] as const).map((kind) => {
    const [title, text] = words.kinds[kind]
    const isChosen = (filled.values.get('kind') ?? 'partner') === kind
    return html`<label class="choice"
      ><input type="radio" name="kind" value="${kind}" required ${isChosen ? raw('checked') : null} /><span
        ><b>${title}</b><span class="faint">${text}</span></span
      ></label
    >`
  })
  return html`<fieldset>
    <legend>${words.fields.kind}</legend>
    <div class="pairs">${options}</div>
    ${refusal({ words, filled }, 'kind')}
  </fieldset>`
}

function line(
  form: Form,
  field: 'name' | 'email' | 'organization',
  input: { readonly type: string; readonly autocomplete: string; readonly most: number },
): Html {
  return html`<p class="field">
    <label for="ask-${field}">${form.words.fields[field]}</label
    ><input
      id="ask-${field}"
      name="${field}"
      type="${input.type}"
      autocomplete="${input.autocomplete}"
      maxlength="${input.most}"
      value="${form.filled.values.get(field) ?? ''}"
      required
      ${told(form, field)}
    />${refusal(form, field)}
  </p>`
}

function role(form: Form): Html {
  const { words, filled } = form
  const chosen = filled.values.get('role') ?? ''
  const option = (value: string, label: string) =>
    html`<option value="${value}" ${value === chosen ? raw('selected') : null}>${label}</option>`
  return html`<p class="field">
    <label for="ask-role">${words.fields.role}</label
    ><select id="ask-role" name="role" ${told(form, 'role')}>
      ${option('', words.leftOpen)}
      ${askableRoles.flatMap((name) => (name === 'partner' ? [] : [option(name, words.roles[name] ?? name)]))}</select
    >${refusal(form, 'role')}
  </p>`
}

function choices(form: Form, field: 'channels' | 'queues', all: readonly Choice[]): Content {
  if (all.length === 0) return null
  const chosen = new Set(form.filled.values.getAll(field))
  return html`<fieldset>
    <legend>${form.words.fields[field]} <span class="faint">${form.words.noneChosen}</span></legend>
    <div class="ticks">
      ${all.map(
        ([value, label]) =>
          html`<label
            ><input type="checkbox" name="${field}" value="${value}" ${chosen.has(value) ? raw('checked') : null} />
            ${label}</label
          >`,
      )}
    </div>
    ${refusal(form, field)}
  </fieldset>`
}

function purpose(form: Form): Html {
  const { words, filled } = form
  return html`<p class="field">
    <label for="ask-purpose">${words.fields.purpose} <span class="faint">${words.purposeHint}</span></label
    ><textarea id="ask-purpose" name="purpose" rows="4" maxlength="4000" required ${told(form, 'purpose')}>
${filled.values.get('purpose') ?? ''}</textarea
    >${refusal(form, 'purpose')}
  </p>`
}

/** What makes the refusal of a field known to who does not see it. */
function told({ filled }: Form, field: RequestField): Content {
  return filled.refused.has(field) ? html`aria-invalid="true" aria-describedby="ask-${field}-refused"` : null
}

function refusal({ words, filled }: Form, field: RequestField): Content {
  return filled.refused.has(field)
    ? html`<span class="refused" id="ask-${field}-refused">${words.refused[field]}</span>`
    : null
}
