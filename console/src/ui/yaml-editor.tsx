import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { foldGutter, indentOnInput, indentUnit } from '@codemirror/language'
import { lintGutter } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { WorkflowProblem } from '@switchyard/sdk'
import { t } from './words/words.ts'
import { editorTheme } from './editor-theme.ts'
import { markProblems, problemLines } from './problem-lines.ts'

interface YamlEditorProps {
  /** The document at the start; give another `key` to begin anew. */
  initial: string
  problems: readonly WorkflowProblem[]
  /** A line to bring into view; the number of the request makes repeats count. */
  target: { line: number; request: number } | null
  onChange: (text: string) => void
}

function extensions(onChange: (text: string) => void) {
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of('  '),
    highlightActiveLine(),
    yaml(),
    problemLines,
    editorTheme,
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ 'aria-label': t('workflow.document'), spellcheck: 'false', tabindex: '0' }),
    EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
  ]
}

/**
 * The YAML editor. It lives in a shadow root: there its styles are adopted sheets, which a policy without inline styles
 * allows; Esc then Tab leaves it.
 */
export function YamlEditor({ initial, problems, target, onChange }: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const listener = useRef(onChange)
  listener.current = onChange
  const first = useRef(initial)
  useEffect(() => {
    if (!host.current) return
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' })
    const state = EditorState.create({ doc: first.current, extensions: extensions((text) => listener.current(text)) })
    const editor = new EditorView({ state, parent: root, root })
    view.current = editor
    return () => editor.destroy()
  }, [])
  useEffect(() => {
    if (view.current) markProblems(view.current, [...problems])
  }, [problems])
  useEffect(() => {
    const editor = view.current
    if (!editor || target === null) return
    const line = editor.state.doc.line(Math.min(Math.max(1, target.line), editor.state.doc.lines))
    editor.dispatch({
      selection: { anchor: line.from },
      effects: EditorView.scrollIntoView(line.from, { y: 'center' }),
    })
    editor.focus()
  }, [target])
  return <div ref={host} className="h-full min-h-0 overflow-hidden" />
}
