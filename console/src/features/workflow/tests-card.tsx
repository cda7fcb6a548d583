import type { WorkflowTest } from '@switchyard/sdk'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones } from '../../ui/states.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { testDifferences } from '../../ui/test-differences.ts'

function Row({ test, onLine }: { test: WorkflowTest; onLine: (line: number) => void }) {
  return (
    <li className="border-t border-line first:border-0">
      <div className="type-small flex min-h-[30px] items-center gap-[9px] px-3.5">
        <Icon
          name={test.passed ? 'check' : 'x'}
          size="s"
          tone={test.passed ? 'text-met' : 'text-breach'}
          label={t(test.passed ? 'tests.passed' : 'tests.failed')}
        />
        <span className={`min-w-0 ${test.passed ? '' : 'font-[550]'}`}>{test.name}</span>
        {test.line !== null && (
          <button
            type="button"
            className="ms-auto font-mono text-[11.5px] text-ink-3 hover:text-accent-ink"
            title={t('bench.toLine', { line: test.line })}
            onClick={() => onLine(test.line ?? 1)}
          >
            L{test.line}
          </button>
        )}
      </div>
      {!test.passed && (
        <ul className="grid gap-0.5 pb-2 ps-[37px] pe-3.5 text-[12px]/[17px] text-ink-2">
          {testDifferences(test.expected, test.actual).map((difference) => (
            <li key={difference.name}>
              {difference.name} {t('tests.expected')}{' '}
              <code className="font-mono text-[11.5px]">{difference.expected}</code>, {t('tests.got')}{' '}
              <code className="font-mono text-[11.5px]">{difference.actual}</code>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

/** The tests embedded in the document, the failing ones first. */
export function TestsCard({ tests, onLine }: { tests: WorkflowTest[] | null; onLine: (line: number) => void }) {
  const failed = tests?.filter((test) => !test.passed).length ?? 0
  const passed = (tests?.length ?? 0) - failed
  const sorted = [...(tests ?? [])].sort((a, b) => Number(a.passed) - Number(b.passed))
  const aside = tests && (
    <>
      {passed > 0 && (
        <Chip tone="met" icon="check">
          {plural('tests.pass', passed)}
        </Chip>
      )}
      {failed > 0 && (
        <Chip tone="breach" icon="x">
          {plural('tests.fail', failed)}
        </Chip>
      )}
    </>
  )
  return (
    <Card icon="check-circle" title={t('tests.title')} aside={aside}>
      {tests === null ? (
        <Bones className="p-3.5" rows={['h-5', 'h-5', 'h-5']} />
      ) : sorted.length === 0 ? (
        <p className="type-small px-3.5 py-3 text-ink-3">{t('tests.none')}</p>
      ) : (
        <ul>
          {sorted.map((test) => (
            <Row key={`${test.line}-${test.name}`} test={test} onLine={onLine} />
          ))}
        </ul>
      )}
    </Card>
  )
}
