/* oxlint-disable no-unused-vars -- h is what JSX becomes */
import type { components } from '@switchyard/sdk'
import type { h } from 'preact'
import { visitOf } from '../chat/visit.ts'
import type { Panel } from './context.ts'
import type { Kit } from './kit.ts'
import type { LaterWords } from './later.ts'

type Article = components['schemas']['SuggestedArticle']
type Block = Article['body'][number]

/** So long nothing is typed before it is looked for. */
const restMs = 400

interface ArticlesProps {
  /** What has been written so far. */
  readonly about: string | undefined
  readonly onTalk: () => void
}

/** What the customer may read instead of waiting, below the button so that nothing moves under the pointer. */
export function makeArticles(kit: Kit, own: LaterWords) {
  const { h, useEffect, useState, usePanel } = kit
  const Reading = makeReading(kit, own)
  return function Articles({ about = '', onTalk }: ArticlesProps) {
    const panel = usePanel()
    const { channel, chat, speech } = panel
    const text = channel.hasArticles ? about.trim() : ''
    const [found, setFound] = useState<readonly Article[]>([])
    useEffect(() => {
      const gone = new AbortController()
      const look = async () => {
        const search = { channel: channel.key, text, language: speech.language }
        const response = await post('', search, gone.signal)
        // Shown to who is asking by now, it would count as read by one who never asked.
        const isRead = response.ok && chat.state.get().phase === 'form'
        setFound(isRead ? ((await response.json()) as { data: Article[] }).data : [])
      }
      if (text === '') setFound([])
      // Who is given nothing to read asks, as it would have done anyway.
      const timer = text === '' ? 0 : setTimeout(() => void look().catch(() => null), restMs)
      return () => {
        clearTimeout(timer)
        gone.abort()
      }
    }, [text])
    useEffect(() => tell(kit, panel, found, false), [found])
    return (
      <section class="reads" aria-label={own.articles}>
        <p role="status">{found.length > 0 && own.articles}</p>
        {found.map((article) => (
          <Reading key={article.key} article={article} onTalk={onTalk} />
        ))}
      </section>
    )
  }
}

const told = new Set<string>()

/** Tells that articles are seen, or opened: each once while the page lives. */
function tell(kit: Kit, panel: Panel, found: readonly Article[], opened: boolean): void {
  const articles = found.map(({ key }) => key).filter((key) => !told.has(key + opened))
  for (const key of articles) told.add(key + opened)
  if (articles.length > 0) count(kit, panel, '/showings', { articles, opened })
}

/** What is not heard is not counted. */
function count({ randomText }: Kit, { channel, visit }: Panel, path: string, what: object): void {
  void post(path, { channel: channel.key, visit: visitOf(visit, randomText), ...what }).catch(() => null)
}

/** One article, opened where it stands, and whether it helped. */
function makeReading(kit: Kit, own: LaterWords) {
  const { h, useState, usePanel, Icon } = kit
  const spans = (line: Block['lines'][number]) =>
    line.map(({ text, isStrong, url }) =>
      url !== null ? (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      ) : isStrong ? (
        <b>{text}</b>
      ) : (
        text
      ),
    )
  const points = (lines: Block['lines']) => lines.map((line) => <li>{spans(line)}</li>)
  const drawn = ({ kind, lines }: Block) => {
    if (kind === 'bullets') return <ul>{points(lines)}</ul>
    if (kind === 'steps') return <ol>{points(lines)}</ol>
    return kind === 'heading' ? <h3>{lines.map(spans)}</h3> : <p>{lines.map(spans)}</p>
  }
  return function Reading({ article, onTalk }: { article: Article; onTalk: () => void }) {
    const { key, language, title, body } = article
    const panel = usePanel()
    const [hasHelped, setHasHelped] = useState<boolean | null>(null)
    const say = (helped: boolean) => {
      // Said once: who comes back to the form after a no has said it already.
      if (hasHelped === null) count(kit, panel, `/${key}/answers`, { helped })
      setHasHelped(helped)
      if (!helped) onTalk()
    }
    return (
      <details
        lang={language}
        onToggle={({ currentTarget }) => {
          if (!currentTarget.open) return
          currentTarget.scrollIntoView()
          tell(kit, panel, [article], true)
        }}
      >
        <summary>
          {title}
          <Icon name="down" />
        </summary>
        {body.map(drawn)}
        <div role="status">
          {hasHelped === true ? (
            own.glad
          ) : (
            <span>
              {own.helped}
              <button type="button" class="link" onClick={() => say(true)}>
                {own.helpedYes}
              </button>
              <button type="button" class="link" onClick={() => say(false)}>
                {own.helpedNo}
              </button>
            </span>
          )}
        </div>
      </details>
    )
  }
}

function post(path: string, body: object, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(`/v1/widget/articles${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'omit',
    keepalive: signal === null,
    signal,
  })
}
