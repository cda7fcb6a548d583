import { describe, expect, it } from 'vitest'

import { checkUrl } from './check-url.ts'
import { createOutboundPolicy } from './outbound-policy.ts'

const strict = createOutboundPolicy({ allowCidrs: [], loopbackAllowed: false, portsAllowed: [8443] })
const local = createOutboundPolicy({ allowCidrs: ['10.0.0.0/8'], loopbackAllowed: true })

const verdict = (policy: typeof strict, text: string): string => {
  const check = checkUrl(policy, text)
  return check.ok ? check.url.href : check.reason
}

describe('checkUrl', () => {
  it.each([
    ['https://hooks.example.com/a?b=c', 'https://hooks.example.com/a?b=c'],
    ['https://hooks.example.com:443/', 'https://hooks.example.com/'],
    ['https://hooks.example.com:8443/', 'https://hooks.example.com:8443/'],
    ['https://hooks.example.com./', 'https://hooks.example.com/'],
    ['https://HOOKS.Example.COM/', 'https://hooks.example.com/'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://my_hook.example.com/', 'https://my_hook.example.com/'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700::1]/', 'https://[2606:4700::1]/'],
    ['https://[::ffff:8.8.8.8]/', 'https://[::ffff:808:808]/'],
  ])('accepts %s', (text, href) => {
    expect(verdict(strict, text)).toBe(href)
  })

  it.each([
    ['http://hooks.example.com/', 'scheme'],
    ['http://8.8.8.8/', 'scheme'],
    ['ftp://hooks.example.com/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:text/plain,x', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://user@hooks.example.com/', 'userinfo'],
    ['https://user:word@hooks.example.com/', 'userinfo'],
    ['https://:word@hooks.example.com/', 'userinfo'],
    ['https://hooks.example.com/#part', 'fragment'],
    ['https://hooks.example.com/#', 'fragment'],
    [`https://hooks.example.com/${'a'.repeat(2023)}`, 'too_long'],
    [`https://hooks.example.com/${'é'.repeat(1000)}`, 'too_long'],
    ['https://hooks.example.com:80/', 'port'],
    ['https://8.8.8.8:22/', 'port'],
    ['https://localhost/', 'forbidden_name'],
    ['https://localhost./', 'forbidden_name'],
    ['https://intranet/', 'forbidden_name'],
    ['https://a.localhost/', 'forbidden_name'],
    ['https://printer.local/', 'forbidden_name'],
    ['https://metadata.google.internal/', 'forbidden_name'],
    ['https://metadata.google.internal./', 'forbidden_name'],
    ['https://nas.home.arpa/', 'forbidden_name'],
    ['https://hidden.onion/', 'forbidden_name'],
    ['https://ｌｏｃａｌｈｏｓｔ/', 'forbidden_name'],
    ['https://127.0.0.1/', 'blocked_address'],
    ['https://127.0.0.1./', 'blocked_address'],
    ['https://[::1]/', 'blocked_address'],
    ['', 'malformed'],
    ['hooks.example.com', 'malformed'],
    ['/callback', 'malformed'],
    ['https://', 'malformed'],
    ['https://exa!mple.com/', 'malformed'],
    ['https://a..b.example/', 'malformed'],
    ['https://-a.example/', 'malformed'],
    ['https://example.com../', 'malformed'],
    ['https://[fe80::1%25eth0]/', 'malformed'],
    ['https://1.2.3.4.5/', 'malformed'],
    [`https://${'a'.repeat(64)}.example/`, 'malformed'],
    [`https://${'a.'.repeat(127)}example/`, 'malformed'],
  ])('refuses %s: %s', (text, reason) => {
    expect(verdict(strict, text)).toBe(reason)
  })

  it.each([
    'http://10.1.2.3:9000/hook',
    'https://10.1.2.3:9000/hook',
    'http://127.0.0.1:9000/hook',
    'http://127.9.9.9:9000/hook',
    'http://[::1]:9000/hook',
    'http://localhost:9000/hook',
  ])('accepts %s where the operator trusts the address', (text) => {
    expect(verdict(local, text)).toBe(text)
  })

  it.each([
    ['http://hooks.example.com/', 'scheme'],
    ['https://hooks.example.com:9000/', 'port'],
    ['http://192.168.0.1/', 'blocked_address'],
    ['http://a.localhost:9000/', 'forbidden_name'],
    ['http://user@127.0.0.1/', 'userinfo'],
  ])('still refuses %s there: %s', (text, reason) => {
    expect(verdict(local, text)).toBe(reason)
  })

  it('says why in a sentence', () => {
    expect(checkUrl(strict, 'http://hooks.example.com/')).toEqual({
      ok: false,
      reason: 'scheme',
      message: 'Use an https URL.',
    })
  })
})
