import { UnreadableDataError } from '../../errors/unreadable-data.ts';
import type { HostName } from '../../model/names.ts';
import type { Survey } from '../../transport/port.ts';

/** Returns the survey. @throws UnreadableDataError if the host has data that this program cannot read */
export function readable(host: HostName, survey: Survey): Survey {
  if (survey.unreadable.length > 0) throw new UnreadableDataError({ [host]: survey.unreadable });
  return survey;
}
