import { keywordOf, refusedLinksIn } from '../articles/index.ts'
import { partsOf } from '../automations/template.ts'
import type { WorkflowDocument } from './document.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'
import type { Refer } from './name-kinds.ts'

type Texts = Readonly<Record<string, string>>

/** The names that articles use. */
export function articleReferences({ articles = {} }: WorkflowDocument, refer: Refer): void {
  for (const [slug, { macro, serviceLines = [] }] of Object.entries(articles)) {
    refer('macro', macro, 'articles', slug, 'macro')
    serviceLines.forEach((line, index) => refer('serviceLine', line, 'articles', slug, 'serviceLines', index))
  }
}

/** Articles without a text, in no language that somebody speaks, or that name what is not known before anybody asked. */
export function lintArticles(document: WorkflowDocument): readonly Finding[] {
  const { articles = {}, macros = {} } = document
  return Object.entries(articles).flatMap(([slug, { title, body, macro, keywords = [] }]): Finding[] => {
    const path: Path = ['articles', slug]
    const findings = [...lintLanguages(document, title, [...path, 'title'])]
    if (body !== undefined)
      findings.push(...lintLanguages(document, body, [...path, 'body']), ...lintBody(body, [...path, 'body']))
    if ((body === undefined) === (macro === undefined)) {
      const message = 'An article has a `body`, or shows the text of a `macro`.'
      findings.push({ ...fault('article_text', path, message), at: 'key' })
    }
    const shown = Object.hasOwn(macros, macro ?? '') ? macros[macro ?? ''] : undefined
    if (shown !== undefined) findings.push(...lintMacro(shown, macro ?? '', [...path, 'macro']))
    keywords.forEach((keyword, index) => {
      if (keywordOf(keyword).length > 0) return
      findings.push(fault('article_keyword', [...path, 'keywords', index], `There is no word in "${keyword}".`))
    })
    return findings
  })
}

function lintLanguages({ languages, tickets }: WorkflowDocument, texts: Texts, path: Path): readonly Finding[] {
  if (!Object.hasOwn(texts, tickets.language)) {
    const message = `This needs a text in ${tickets.language}, for customers whose language has none.`
    return [{ ...fault('text_missing', path, message), at: 'key' }]
  }
  const missing = languages.filter((language) => !Object.hasOwn(texts, language))
  const message = `There is no text in ${missing.join(', ')}: those customers read it in ${tickets.language}.`
  return missing.length === 0 ? [] : [{ ...doubt('text_missing', path, message), at: 'key' }]
}

function lintBody(body: Texts, path: Path): readonly Finding[] {
  return Object.entries(body).flatMap(([language, text]) => [
    ...partsOf(text).map(({ variable, start }): Finding => {
      const message = `Nobody has asked yet, so there is no {{${variable}}}.`
      return { ...fault('unknown_variable', [...path, language], message), offset: start }
    }),
    ...refusedLinksIn(text).map((url): Finding => {
      const message = `A link of an article begins with https://, mailto: or tel:, and "${url}" does not.`
      return { ...fault('article_link', [...path, language], message), offset: text.indexOf(`](${url})`) }
    }),
  ])
}

/** A macro is written for one ticket; what customers read before there is one names none. */
function lintMacro(
  { body, internal }: { readonly body: Texts; readonly internal?: boolean },
  slug: string,
  path: Path,
): readonly Finding[] {
  if (internal === true) return [fault('article_text', path, `"${slug}" is a note; customers do not read it.`)]
  const texts = Object.values(body)
  const variables = new Set(texts.flatMap((text) => partsOf(text).map(({ variable }) => variable)))
  const links = new Set(texts.flatMap(refusedLinksIn))
  return [
    ...[...variables].map((variable) =>
      fault('unknown_variable', path, `"${slug}" names {{${variable}}}, and nobody has asked yet.`),
    ),
    ...[...links].map((url) =>
      fault(
        'article_link',
        path,
        `"${slug}" leads to "${url}", which begins with neither https:// nor mailto: nor tel:.`,
      ),
    ),
  ]
}
