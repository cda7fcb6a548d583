import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const frame = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)', font: 'var(--t-code)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { font: 'var(--t-code)', fontVariantLigatures: 'none', overflow: 'auto' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 16px 0 12px' },
  '.cm-gutters': { border: 'none', color: 'var(--ink-3)', backgroundColor: 'var(--surface)', fontSize: '11.5px' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '40px', padding: '0 4px 0 0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in oklab, var(--ink) 4%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '1.5px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--accent) 22%, transparent)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--breach-mark)',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--near-mark)',
    textUnderlineOffset: '3px',
  },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { display: 'grid', placeItems: 'center', padding: '0' },
  '.cm-lint-marker': { content: 'none', width: '7px', height: '7px', borderRadius: '50%' },
  '.cm-lint-marker-error': { borderRadius: '2px', backgroundColor: 'var(--breach-mark)' },
  '.cm-lint-marker-warning': { backgroundColor: 'var(--near-mark)' },
  '.cm-lint-marker-info': { backgroundColor: 'var(--paused-mark)' },
  '.cm-tooltip': {
    border: 'none',
    borderRadius: 'var(--r-2)',
    color: 'var(--ink)',
    backgroundColor: 'var(--raised)',
    boxShadow: '0 0 0 1px var(--line-strong), var(--shadow-2)',
    font: 'var(--t-ui)',
  },
  '.problem': {
    display: 'flex',
    gap: '7px',
    position: 'sticky',
    left: '60px',
    width: 'fit-content',
    maxWidth: 'min(560px, calc(100vw - 90px))',
    margin: '0 16px 2px 12px',
    padding: '6px 10px',
    borderRadius: 'var(--r-2)',
    font: '400 12px/17px var(--font)',
    whiteSpace: 'normal',
  },
  '.problem-error': { color: 'var(--breach)', backgroundColor: 'var(--breach-tint)' },
  '.problem-warning': { color: 'var(--near)', backgroundColor: 'var(--near-tint)' },
  '.problem-info': { color: 'var(--ink-2)', backgroundColor: 'var(--fill)' },
})

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--code-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: [tags.bool, tags.null, tags.keyword, tags.typeName], color: 'var(--code-word)' },
  { tag: [tags.lineComment, tags.comment, tags.meta], color: 'var(--code-comment)' },
])

/** The editor in the product's own tokens, light and dark alike. */
export const editorTheme = [frame, syntaxHighlighting(colours)]
