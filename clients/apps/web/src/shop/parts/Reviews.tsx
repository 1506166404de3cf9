import { Bone, Button, Loading, Picture, Rating, StarIcon } from '@bdcommerce/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Schemas } from '@bdcommerce/api-client';
import { type Product, questions, reviews } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

function Review({ review }: { review: Schemas['ReviewView'] }) {
  const { t, date } = useSpeech();
  return (
    <li className="border-b border-line py-5">
      <div className="flex flex-wrap items-center gap-x-3">
        <Rating rating={review.rating * 100} />
        <span className="font-semibold">{review.title}</span>
      </div>
      <p className="prose">{review.body}</p>
      {review.pictures.length > 0 ? (
        <div className="flex gap-2 pt-2">
          {review.pictures.map((picture) => (
            <div key={picture.sizes[0]?.webp} className="tile-picture w-24">
              <Picture image={{ ...picture, alt: {}, url: picture.sizes[0]?.webp ?? '' }} sizes="96px" />
            </div>
          ))}
        </div>
      ) : null}
      <p className="tile-note pt-1">
        {[review.author.name, review.author.district, date(review.at), t('product.verified')]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {review.reply ? (
        <div className="mt-3 border-l-2 border-action pl-4">
          <p className="tile-note">{t('product.reply')}</p>
          <p>{review.reply.text}</p>
        </div>
      ) : null}
    </li>
  );
}

function Spread({ stars }: { stars: readonly number[] }) {
  const { t, digits } = useSpeech();
  const all = stars.reduce((sum, count) => sum + count, 0) || 1;
  return (
    <ul className="grid max-w-80 gap-1 pb-2">
      {[5, 4, 3, 2, 1].map((star) => {
        const count = stars[star - 1] ?? 0;
        return (
          <li key={star} className="flex items-center gap-3 text-note">
            <span className="flex w-8 items-center gap-1">
              {digits(star)}
              <StarIcon size={12} className="text-deal" />
            </span>
            <meter className="bar flex-1" min={0} max={all} value={count} aria-label={t('reviews', { count })} />
            <span className="w-8 text-right text-soft">{digits(count)}</span>
          </li>
        );
      })}
    </ul>
  );
}

export default function Reviews({ product }: { product: Product }) {
  const { t } = useSpeech();
  const list = useInfiniteQuery(reviews(product.id));
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <section className="section">
        <div className="section-head">
          <h2>{t('product.reviews')}</h2>
        </div>
        {product.reviews ? <Spread stars={product.stars ?? []} /> : null}
        {list.isPending ? (
          <Loading>
            <Bone className="h-24" />
          </Loading>
        ) : null}
        {list.isSuccess && all.length === 0 ? <p className="text-soft">{t('product.noReviews')}</p> : null}
        <ul className="narrow">
          {all.map((review) => (
            <Review key={review.id} review={review} />
          ))}
        </ul>
        {list.hasNextPage ? (
          <Button
            look="quiet"
            className="mt-6"
            busy={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('more')}
          </Button>
        ) : null}
      </section>
      <Questions productId={product.id} />
    </>
  );
}

function Questions({ productId }: { productId: string }) {
  const { t, date } = useSpeech();
  const found = useQuery(questions(productId));
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="section">
      <div className="section-head">
        <h2>{t('product.questions')}</h2>
      </div>
      <ul className="narrow">
        {items.map((each) => (
          <li key={each.id} className="border-b border-line py-4">
            <p className="font-semibold">{each.body}</p>
            <p className="tile-note">{[each.author.name, date(each.at)].join(' · ')}</p>
            {each.answers.map((answer) => (
              <p key={answer.id} className="mt-2 border-l-2 border-action pl-4">
                {answer.body}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
