import { type MailKind, type NoticeKind, noticeKinds, type NoticePhrases } from './mail-kinds.ts'
import type { MailLanguage } from './mail-language.ts'
import { fill, type MailWord, mailWords } from './mail-words.ts'
import { bodyText, headerText, type Html, markup } from './mail-text.ts'

export interface SpokenLine {
  /** Null = the desk, whose people are not named. */
  readonly author: string | null
  readonly at: number
  readonly body: string
  /** Its words were taken out for good. */
  readonly isRedacted?: boolean
}

interface MailOfTicket {
  readonly number: number
  readonly summary: string
}

/** What a mail is to say. */
export type MailContent =
  | ({
      readonly kind: 'reply'
      readonly author: string | null
      /** Said by the product itself, such as a first response. */
      readonly isAutomatic: boolean
      readonly body: string
    } & MailOfTicket)
  | {
      readonly kind: 'transcript'
      readonly lines: readonly SpokenLine[]
      /** Messages before the first of these lines. */
      readonly leftOut: number
      readonly number: number
      /** Null where it may not name its own subject. */
      readonly summary: string | null
    }
  /** A customer asked for a link to their requests; it works for so many minutes. */
  | { readonly kind: 'portal_link'; readonly minutes: number }
  /** Somebody was made a member of the workspace; `hasAsked`: by a request for access. */
  | { readonly kind: 'invited'; readonly hasAsked: boolean }
  /** A request for access was approved for a program, or rejected. */
  | { readonly kind: 'access_decided'; readonly outcome: 'approved' | 'rejected' }
  | {
      readonly kind: NoticeKind
      /** Left out where they are those of its kind. */
      readonly phrases?: NoticePhrases
      /** What the phrases name; those that are words of ours are written in the reader's language. */
      readonly facts: Readonly<Record<string, string | number>>
      /** Shown as a list under the phrase. */
      readonly details: readonly { readonly word: MailWord; readonly text: string; readonly isWord?: boolean }[]
    }

/** Where a mail goes and what stands around what it says. */
export interface MailFrame {
  readonly language: MailLanguage
  /** Whom it greets; null = nobody by name. */
  readonly name: string | null
  readonly workspace: string
  /** IANA zone in which times are told. */
  readonly zone: string
  /** What the reader can open; null = nothing. */
  readonly link: { readonly word: MailWord; readonly url: string } | null
  readonly preferencesUrl: string | null
}

export interface WrittenMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Facts that are words of ours. */
const translated = new Set(['metric', 'reason'])
const longestSummary = 120
const longestName = 80

/**
 * Writes a mail as subject, plain text and HTML. Whatever people wrote is text in all three: escaped in HTML, on one line in
 * the subject (reliability.md 3.17). There is no image and nothing is loaded from anywhere.
 */
export function renderMail(content: MailContent, frame: MailFrame): WrittenMail {
  return write(partsOf(content, frame), endsOf(content.kind, frame), frame)
}

/** Writes the mail with a link that signs its reader in, for so many minutes. */
export function renderSignInMail(frame: MailFrame, minutes: number): WrittenMail {
  const words = mailWords[frame.language]
  const facts = { workspace: headerText(frame.workspace, longestName), minutes }
  const said = { subject: fill(words.signInSubject, facts), lead: fill(words.signInLead, facts), texts: [], blocks: [] }
  return write(said, [words.signInUnasked], frame)
}

function write(said: Parts, ends: readonly string[], frame: MailFrame): WrittenMail {
  const words = mailWords[frame.language]
  const name = frame.name === null ? '' : headerText(frame.name, longestName)
  const hello = name === '' ? words.helloNobody : fill(words.hello, { name })
  const { link } = frame
  const text = [
    hello,
    said.lead,
    ...said.texts,
    ...(link === null ? [] : [`${words[link.word]}: ${link.url}`]),
    ['-- ', ...ends, ...(frame.preferencesUrl === null ? [] : [`${words.preferences}: ${frame.preferencesUrl}`])].join(
      '\n',
    ),
  ]
  return {
    subject: headerText(said.subject),
    text: `${text.join('\n\n')}\n`,
    html: page(frame, { hello, lead: said.lead, blocks: said.blocks, ends }).text,
  }
}

interface Parts {
  readonly subject: string
  readonly lead: string
  readonly texts: readonly string[]
  readonly blocks: readonly Html[]
}

function partsOf(content: MailContent, frame: MailFrame): Parts {
  const words = mailWords[frame.language]
  if (content.kind === 'reply') {
    const facts = { ...ticketFacts(content), author: headerText(content.author ?? words.desk, longestName) }
    const body = bodyText(content.body)
    return {
      subject: fill(words.replySubject, facts),
      lead: fill(words.replyLead, facts),
      texts: [body],
      blocks: [quote(body)],
    }
  }
  if (content.kind === 'transcript') return transcriptParts(content, frame)
  if (content.kind === 'portal_link') return portalParts(content, frame)
  if (content.kind === 'invited') return accessParts(content.hasAsked ? 'invitedAsked' : 'invited', frame)
  if (content.kind === 'access_decided') return accessParts(`access_${content.outcome}`, frame)
  return noticeParts(content, frame)
}

function transcriptParts(content: Extract<MailContent, { kind: 'transcript' }>, { language, zone }: MailFrame): Parts {
  const words = mailWords[language]
  const { number, summary } = content
  const [subject, lead] =
    summary === null
      ? [words.transcriptPlainSubject, words.transcriptPlainLead]
      : [words.transcriptSubject, words.transcriptLead]
  const facts = summary === null ? { number } : ticketFacts({ number, summary })
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone })
  const lines = content.lines.map(({ author, at, body, isRedacted }) => ({
    head: `${headerText(author ?? words.desk, longestName)} · ${times.format(at)}`,
    body: isRedacted === true ? words.redacted : bodyText(body),
  }))
  const cut = content.leftOut === 0 ? [] : [fill(words.transcriptCut, { count: content.leftOut })]
  const none = lines.length === 0 ? [words.transcriptEmpty] : []
  return {
    subject: fill(subject, facts),
    lead: fill(lead, facts),
    texts: [...cut, ...none, ...lines.map(({ head, body }) => `${head}\n${body}`)],
    blocks: [...[...cut, ...none].map(quiet), ...lines.map(({ head, body }) => markup`${quiet(head)}${quote(body)}`)],
  }
}

function portalParts({ minutes }: { readonly minutes: number }, { language, workspace }: MailFrame): Parts {
  const words = mailWords[language]
  const facts = { workspace: headerText(workspace, longestName), minutes }
  return { subject: fill(words.portalSubject, facts), lead: fill(words.portalLead, facts), texts: [], blocks: [] }
}

/** That somebody has access, or is not given it, and what that means for them. */
function accessParts(
  stem: 'invited' | 'invitedAsked' | 'access_approved' | 'access_rejected',
  { language, workspace }: MailFrame,
): Parts {
  const words = mailWords[language]
  const facts = { workspace: headerText(workspace, longestName) }
  const how = words[`${stem}How`]
  return {
    subject: fill(words[`${stem}Subject`], facts),
    lead: fill(words[`${stem}Lead`], facts),
    texts: [how],
    blocks: [markup`<p>${how}</p>`],
  }
}

function noticeParts(content: Extract<MailContent, { kind: NoticeKind }>, { language }: MailFrame): Parts {
  const words = mailWords[language]
  const stem = content.phrases ?? content.kind
  const facts = Object.fromEntries(
    Object.entries(content.facts).map(([name, value]) => [name, factText(name, value, words)]),
  )
  const details = content.details.map(({ word, text, isWord }) => ({
    label: words[word],
    text: headerText(isWord === true ? wordText(text, words) : text),
  }))
  const row = ({ label, text }: { label: string; text: string }) =>
    markup`<tr><td style="${cell};${muted}">${label}</td><td style="${cell}">${text}</td></tr>`
  return {
    subject: fill(words[`${stem}Subject`], facts),
    lead: fill(words[`${stem}Lead`], facts),
    texts: details.length === 0 ? [] : [details.map(({ label, text }) => `${label}: ${text}`).join('\n')],
    blocks:
      details.length === 0
        ? []
        : [markup`<table role="presentation" style="margin:16px 0">${details.map(row)}</table>`],
  }
}

function factText(name: string, value: string | number, words: Readonly<Record<string, string>>): string | number {
  if (typeof value === 'number') return value
  return headerText(translated.has(name) ? wordText(value, words) : value, longestSummary)
}

/** A word of ours in the reader's language; one that is not known is shown as it is. */
function wordText(word: string, words: Readonly<Record<string, string>>): string {
  return Object.hasOwn(words, word) ? (words[word] ?? word) : word
}

function ticketFacts({ number, summary }: MailOfTicket) {
  return { number, summary: headerText(summary, longestSummary) }
}

function endsOf(kind: MailKind, { language, workspace }: MailFrame): string[] {
  const words = mailWords[language]
  const isOfWork = noticeKinds.some((notice) => notice === kind)
  const end = fill(isOfWork ? words.why : words.sentBy, { workspace: headerText(workspace, longestName) })
  return kind === 'portal_link' ? [words.portalUnasked, end] : [end]
}

const muted = 'color:#5b6472'
const cell = 'padding:2px 16px 2px 0;vertical-align:top'
const quoted = 'margin:8px 0 20px;padding:2px 0 2px 14px;border-left:3px solid #d5dae1;white-space:pre-wrap'

/** Small and quiet. The elements say it too, for readers that take no styles. */
function quiet(text: string): Html {
  return markup`<p style="margin:12px 0 4px"><small style="${muted}">${text}</small></p>`
}

function quote(body: string): Html {
  const lines = body.split('\n').map((text, at) => (at === 0 ? markup`${text}` : markup`<br>${text}`))
  return markup`<blockquote style="${quoted}">${lines}</blockquote>`
}

function page(
  frame: MailFrame,
  { hello, lead, blocks, ends }: { hello: string; lead: string; blocks: readonly Html[]; ends: readonly string[] },
): Html {
  const words = mailWords[frame.language]
  const { link, preferencesUrl } = frame
  const button =
    link === null
      ? []
      : [markup`<p style="margin:24px 0"><a href="${link.url}" style="${action}">${words[link.word]}</a></p>`]
  const choice =
    preferencesUrl === null ? [] : [markup`<br><a href="${preferencesUrl}" style="${muted}">${words.preferences}</a>`]
  const foot = markup`<hr size="1" color="#e3e7ec" style="${rule}"><small style="${muted}">${ends.join(' ')}${choice}</small>`
  const body = markup`<p>${hello}</p><p>${lead}</p>${blocks}${button}${foot}`
  const inFont = markup`<font face="system-ui, Segoe UI, Arial, sans-serif" color="#1a2029">${body}</font>`
  const head = markup`<head><meta charset="utf-8"><meta name="color-scheme" content="light"></head>`
  const sheet = markup`<body bgcolor="#ffffff" style="${canvas}"><div style="max-width:600px;margin:0 auto">${inFont}</div></body>`
  return markup`<!doctype html><html lang="${frame.language}">${head}${sheet}</html>`
}

const rule = 'border:0;border-top:1px solid #e3e7ec;margin:24px 0 12px'
const action =
  'display:inline-block;padding:9px 16px;border-radius:6px;background:#1f4fd8;color:#ffffff;text-decoration:none;font-weight:600'
const canvas =
  'margin:0;padding:24px;background:#ffffff;color:#1a2029;font:15px/1.5 system-ui,Segoe UI,Arial,sans-serif'
