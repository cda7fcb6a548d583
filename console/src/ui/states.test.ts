import { ApiProblem } from '@switchyard/sdk'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { Failure } from './states.tsx'
import { en } from './words/en.ts'
import { installWords } from './words/words.ts'

const shown = (error: Error) => renderToStaticMarkup(createElement(Failure, { error, onRetry: () => undefined }))

beforeAll(() => installWords('en', en))

describe('a failure on screen', () => {
  it('says what failed, offers retry and the request id to copy', () => {
    const html = shown(new ApiProblem({ status: 500, detail: 'The database did not answer.' }, 'req_7'))
    expect(html).toContain('The database did not answer.')
    expect(html).toContain('Try again')
    expect(html).toContain('Copy request id')
    expect(html).toContain('req_7')
  })

  it('names a refusal and who can grant it', () => {
    const html = shown(new ApiProblem({ status: 403, detail: 'workflow:write is missing.' }, null))
    expect(html).toContain('You may not see this')
    expect(html).toContain('workflow:write is missing.')
    expect(html).toContain('An administrator')
  })

  it('says when the server cannot be reached', () => {
    expect(shown(new ApiProblem({ status: 0, code: 'unreachable' }, null))).toContain('The server does not answer')
  })
})
