import type { PermissionRow, PlatformPage } from '../../modules/platform-page/index.ts'
import { type Html, html } from './html.ts'
import { icon, type IconName } from './icons.ts'
import { requestForm, requestStates } from './request-form.ts'
import type { Speech } from './speech.ts'
import { requestWords } from './words/request-words.ts'

const stepIcons = ['file', 'four-eyes', 'shield-check', 'key'] as const satisfies readonly IconName[]
const roles = ['partner', 'agent', 'reviewer', 'manager'] as const

/** How access is asked for and given, with the roles as they really are. */
export function access(page: PlatformPage, speech: Speech): Html {
  const words = speech.words.access
  return html`<section class="sec wrap" id="access">
    <div class="two">
      <div>
        <h2 class="h2">${words.title}</h2>
        <p class="lead">${words.lead}</p>
        <ol class="st3">
          ${words.steps.map(
            ([title, text], index) =>
              html`<li>
                ${icon(stepIcons[index] ?? 'check')}<b>${title}</b>
                <p>${text}</p>
              </li>`,
          )}
        </ol>
      </div>
      <div class="scroll">
        <table class="map">
          <caption class="sr">
            ${words.map}
          </caption>
          <thead>
            <tr>
              <th scope="col">${words.map}</th>
              ${roles.map((role) => html`<th scope="col">${words.roles[role]}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${page.permissions.map((row) => permissionRow(row, speech))}
          </tbody>
        </table>
        <p class="faint note">${words.note}</p>
      </div>
    </div>
    ${page.takesRequests ? asking(page, speech) : null}
  </section>`
}

function asking(page: PlatformPage, speech: Speech): Html {
  const words = requestWords[speech.language]
  return html`<div class="two asking">
    <div>
      <h3>${words.statesTitle}</h3>
      ${requestStates(words, null)}
    </div>
    ${requestForm(page, speech)}
  </div>`
}

function permissionRow(row: PermissionRow, { words: { access: words } }: Speech): Html {
  return html`<tr>
    <th scope="row">${words.permissions[row.permission] ?? row.permission}<code>${row.permission}</code></th>
    ${roles.map((role) => {
      const mark = row[role]
      if (mark === 'no') return html`<td class="no">${words.marks.no}</td>`
      const sign = mark === 'four-eyes' ? icon('four-eyes', 't-accent') : icon('check', 't-met')
      return html`<td>${sign} ${words.marks[mark]}</td>`
    })}
  </tr>`
}

/** Where access is asked for: the form; else a mail with what the review needs, or the list of contacts. */
export function askAddress(
  { contacts, workspace, takesRequests }: PlatformPage,
  { words: { access: words } }: Speech,
): string {
  if (takesRequests) return '#ask'
  const email = contacts.find((contact) => contact.email !== null)?.email
  if (email === undefined || email === null) return '#contact'
  const { subject, body } = words.mail
  return `mailto:${email}?subject=${encodeURIComponent(subject(workspace.name))}&body=${encodeURIComponent(body)}`
}
