import { useQuery } from '@tanstack/react-query';
import { upazilas } from '../queries/geo.ts';
import { useSpeech } from '../speech.ts';

/** The name of an upazila; its key while the name is not known. */
export const useUpazila = (key: string): string => {
  const { local } = useSpeech();
  const [district = ''] = key.split('/');
  const found = useQuery({ ...upazilas(district), enabled: district !== '' });
  return local(found.data?.items.find((each) => each.id === key)?.name) || key;
};
