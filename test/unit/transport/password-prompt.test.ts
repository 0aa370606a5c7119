import { expect, test } from '@jest/globals';
import { asksForAccountPassword } from '../../../src/transport/ssh/password-prompt.ts';

test.each([
  'Password:',
  'password: ',
  'Password for ann@db1:',
  "ann@corp.example.com's password:",
  '(current) UNIX password:',
  'LDAP Password:',
  'Enter your password:',
])('"%s" asks for the password of the account', (text) => {
  expect(asksForAccountPassword({ text })).toBe(true);
});

test.each([
  'Mobile password:',
  '2FA password:',
  'Password or code:',
  'Password (again):',
  'OTP:',
  'New password:',
])('"%s" may ask for another factor', (text) => {
  expect(asksForAccountPassword({ text })).toBe(false);
});

test.each(['Enter the verification code', 'Two-factor authentication', 'Enter your passcode', 'SMS sent'])(
  'the text "%s" above the prompt asks for another factor',
  (instructions) => {
    expect(asksForAccountPassword({ text: 'Password:', instructions })).toBe(false);
    expect(asksForAccountPassword({ text: 'Password:', instructions: 'Welcome to db1' })).toBe(true);
  },
);
