import { Encrypter as AgeEncrypter } from '../../../node_modules/age-encryption/dist/index.js';

export {
  armor,
  Decrypter,
  generateX25519Identity,
  identityToRecipient,
} from '../../../node_modules/age-encryption/dist/index.js';

/** The library's factor, 18, takes two seconds for each use of a passphrase. The file names its factor to its readers. */
const CHEAP_LOG_N = 10;

/** Stands for the library's class in tests that run in jest's process: the same files, with passphrases that open fast. */
export class Encrypter extends AgeEncrypter {
  constructor() {
    super();
    this.setScryptWorkFactor(CHEAP_LOG_N);
  }
}
