/** The most used passwords of at least eight characters in published breach lists, lower case. */
const commonPasswords = new Set(
  `12345678 123456789 1234567890 0123456789 87654321 987654321 11111111 00000000 12341234 11223344 1q2w3e4r 1q2w3e4r5t
  1qaz2wsx qazwsxedc zaq12wsx qwertyuiop qwerty123 qwerty1234 qwerty12345 qwertyui asdfghjk asdfghjkl asdf1234 zxcvbnm1
  password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword pa55word passpass iloveyou iloveyou1
  princess sunshine football baseball superman batman123 letmein1 letmein123 welcome1 welcome123 admin123 admin1234
  administrator changeme changeme1 changeme123 default1 secret123 test1234 testtest trustno1 whatever computer internet
  abc12345 abcd1234 abcdefgh a1b2c3d4 aa123456 starwars michelle jennifer liverpool chocolate football1 support1
  support123 switchyard switchyard1 summer2025 winter2025 summer2026 winter2026 charlie1 michael1 jordan23 dragon123
  monkey123 master123 shadow123 hello123 hello1234 freedom1 qwer1234 dearbook 1234qwer 123qweasd 147258369 159357456
  55555555 66666666 77777777 88888888 99999999 12344321 19871987 google123 samsung1 pokemon1 mustang1 corvette`.split(
    /\s+/,
  ),
)

export function isCommonPassword(password: string): boolean {
  return commonPasswords.has(password.toLowerCase())
}
