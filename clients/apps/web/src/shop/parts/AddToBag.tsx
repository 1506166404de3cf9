import { Amount, Button, buttonClass, Notice, useProblemText, useToast } from '@bdcommerce/ui';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAddToCart } from '../queries/cart.ts';
import { useSpeech } from '../speech.ts';
import { knowOffer } from '../cart/known.ts';
import type { Product } from '../queries/catalog.ts';
import type { Offer, Variant } from './choosing.ts';

const MOST = 20;

function Added() {
  const { t } = useSpeech();
  return (
    <>
      <span>{t('product.added')}</span>
      <Link to="/cart">{t('product.toCart')}</Link>
    </>
  );
}

interface Props {
  product: Product;
  variant: Variant | undefined;
  offer: Offer | undefined;
}

export function AddToBag({ product, variant, offer }: Props) {
  const { t } = useSpeech();
  const say = useToast();
  const problem = useProblemText();
  const navigate = useNavigate();
  const add = useAddToCart();
  const [quantity, setQuantity] = useState(1);
  const left = Math.min(offer?.available ?? 0, MOST);
  if (!offer?.in_stock) {
    return (
      <div className="buy-bar">
        <p className="font-semibold">{t('product.soldOut')}</p>
      </div>
    );
  }
  const put = (then: () => void) => {
    if (variant) knowOffer(product, variant, offer);
    add.mutate({ offer_id: offer.id, quantity: Math.min(quantity, left) }, { onSuccess: then });
  };
  return (
    <>
      {add.isError ? <Notice kind="danger">{problem(add.error)}</Notice> : null}
      <div className="buy-bar">
        <Amount value={Math.min(quantity, left)} most={left} onChange={setQuantity} />
        <Button busy={add.isPending} onClick={() => put(() => say(<Added />))}>
          {t('product.add')}
        </Button>
        <button
          type="button"
          className={`${buttonClass('quiet')} hidden sm:inline-flex`}
          disabled={add.isPending}
          onClick={() => put(() => void navigate({ to: '/checkout' }))}
        >
          {t('product.buy')}
        </button>
      </div>
    </>
  );
}
