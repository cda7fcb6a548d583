import { setDiagnostics } from '@codemirror/lint'
import type { Diagnostic } from '@codemirror/lint'
import { RangeSetBuilder, StateEffect, StateField } from '@codemirror/state'
import type { Text } from '@codemirror/state'
import { Decoration, EditorView, WidgetType } from '@codemirror/view'
import type { DecorationSet } from '@codemirror/view'
import type { WorkflowProblem } from '@switchyard/sdk'

class ProblemBox extends WidgetType {
  readonly problem: WorkflowProblem

  constructor(problem: WorkflowProblem) {
    super()
    this.problem = problem
  }
  override eq(other: ProblemBox): boolean {
    return other.problem.message === this.problem.message && other.problem.severity === this.problem.severity
  }
  override toDOM(): HTMLElement {
    const box = document.createElement('div')
    box.className = `problem problem-${this.problem.severity}`
    box.textContent = `${this.problem.severity === 'error' ? '⬣' : '◑'} ${this.problem.message}`
    return box
  }
}

const lineOf = (text: Text, problem: WorkflowProblem) => text.line(Math.min(Math.max(1, problem.line ?? 1), text.lines))

const showProblems = StateEffect.define<WorkflowProblem[]>()

function boxes(text: Text, problems: WorkflowProblem[]): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  const sorted = [...problems].sort((a, b) => lineOf(text, a).to - lineOf(text, b).to)
  for (const problem of sorted)
    builder.add(
      lineOf(text, problem).to,
      lineOf(text, problem).to,
      Decoration.widget({ widget: new ProblemBox(problem), block: true, side: 1 }),
    )
  return builder.finish()
}

/** Boxes under the lines they speak of; they move with the text until the next check. */
export const problemLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(known, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(showProblems)) return boxes(transaction.state.doc, effect.value)
    return known.map(transaction.changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

function diagnosticOf(text: Text, problem: WorkflowProblem): Diagnostic {
  const line = lineOf(text, problem)
  const indent = line.text.length - line.text.trimStart().length
  const from = Math.min(line.to, line.from + (problem.column ? problem.column - 1 : indent))
  return {
    from,
    to: Math.max(from, line.to),
    severity: problem.severity,
    message: problem.message,
    source: problem.code,
  }
}

/** Puts the problems of a check into the gutter, under the text and under the lines. */
export function markProblems(view: EditorView, problems: WorkflowProblem[]): void {
  view.dispatch({ effects: showProblems.of(problems) })
  view.dispatch(
    setDiagnostics(
      view.state,
      problems.map((problem) => diagnosticOf(view.state.doc, problem)),
    ),
  )
}
