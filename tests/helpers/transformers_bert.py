"""BERT as transformers makes it, in the sizes of the bundled model: what ours is compared with."""

from typing import Any

from transformers import BertConfig, BertModel

from rag.e5_weights import Header


def bert_model(sizes: Header, state: dict[str, Any], words: int = 1, padding: int = 0) -> Any:
    """Return it with these weights, those of its table of words too when they are among them."""
    config = BertConfig(
        vocab_size=words,
        pad_token_id=padding,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.types,
        layer_norm_eps=sizes.epsilon,
    )
    bert: Any = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict(state, strict=False, assign=True)
    return bert.eval()
